/** Whether two values are the same as JSON: own keys in any order, items in theirs. */
export function isDeepEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => {
      return Object.hasOwn(other, key) && isDeepEqual(one[key as keyof typeof one], other[key as keyof typeof other])
    })
  )
}
