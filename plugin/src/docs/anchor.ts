/** The id of a heading, and what links to it lead to: of letters, digits, `.`, `-` and `_` whatever the name. */
export function anchor(kind: string, name: string): string {
  const plain = name.replaceAll(/[^a-zA-Z0-9.-]/g, (unit) => `_${unit.charCodeAt(0).toString(16)}`)
  return `${kind}-${plain}`
}
