/** An element of the page that is there. */
export function element<Name extends keyof HTMLElementTagNameMap>(name: Name, id: string): HTMLElementTagNameMap[Name] {
  const found = document.querySelector(`${name}#${id}` as Name)
  if (!found) throw new Error(`The page has no ${name} #${id}`)
  return found
}
