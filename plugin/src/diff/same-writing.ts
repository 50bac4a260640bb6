/** Whether two parts of models are the same to the letter, places and descriptions included. */
export function sameWriting(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (!isContainer(a) || !isContainer(b)) return false
  if (Array.isArray(a)) return Array.isArray(b) && sameList(a, b)
  if (a instanceof Map || a instanceof Set)
    return a.constructor === b.constructor && sameList([...a], [...(b as never)])
  const keys = Object.keys(a)
  return (
    !Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameWriting(a[key as never], b[key as never]))
  )
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => sameWriting(item, b[index]))
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null
}
