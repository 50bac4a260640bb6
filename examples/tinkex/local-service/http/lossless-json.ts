/** A string, skipped as a whole, or an integer of 16 digits and more that is no part of a fraction or an exponent. */
const stringOrInteger = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+]|[eE]-)-?\d{16,}(?![\d.eE])/g
const integerMark = "\u0000integer:"

/**
 * Parses JSON and keeps integers beyond 2^53 as `bigint`: sampling clients draw sequence ids up to 10^18, and two of them
 * must not become one.
 *
 * @throws SyntaxError when `text` is not JSON.
 */
export function parseLosslessJson(text: string): unknown {
  const rewritten = text.replace(stringOrInteger, (match) =>
    match.startsWith('"') || Number.isSafeInteger(Number(match)) ? match : JSON.stringify(integerMark + match),
  )
  // A reviver costs several times the parsing itself; almost no body needs it.
  if (rewritten === text) return JSON.parse(text)
  return JSON.parse(rewritten, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(integerMark) ? BigInt(value.slice(integerMark.length)) : value,
  )
}

/** Writes compact JSON; a `bigint` is written as the integer it is, and numbers JSON cannot hold become null. */
export function writeJson(value: unknown): string {
  const integers: string[] = []
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== "bigint") return member
    integers.push(member.toString())
    return integerMark + member.toString()
  })
  if (integers.length === 0) return text
  return integers.reduce((written, digits) => written.replace(JSON.stringify(integerMark + digits), digits), text)
}
