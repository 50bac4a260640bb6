/**
 * Names as keys of `components`, which take letters, digits, `.`, `-` and `_` alone (OpenAPI 3.1, section 4.8.7). What
 * becomes the same name is numbered, in order.
 */
export function componentNames(names: Iterable<string>): (name: string) => string {
  const keys = new Map<string, string>()
  const taken = new Set<string>()
  const all = [...names]
  // Names that can stay keep what they are, whoever else would become the same.
  for (const name of all) if (allowed.test(name)) taken.add(name)
  for (const name of all) keys.set(name, allowed.test(name) ? name : free(name.replaceAll(/[^\w.-]/g, "_"), taken))
  return (name) => keys.get(name) ?? name
}

const allowed = /^[\w.-]+$/

function free(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let count = 2; taken.has(name) || name === ""; count += 1) name = `${wanted}_${count}`
  taken.add(name)
  return name
}
