/** The text of an input that holds nothing but what JSON has, and bigints; `cacheKey` writes the same of it, and takes more. */
export function plainKey(input: unknown): string {
  return JSON.stringify(input, (_, value: unknown) => {
    if (typeof value === "bigint") return `!BigInt:${value}`
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}
