import { parseHttpDate } from "./parse-http-date.ts"

const decimal = /^\d{1,15}(?:\.\d+)?$/
/** RFC 9110, section 10.2.3. */
const seconds = /^\d{1,15}$/
/** Clocks that differ by more are corrected for. */
const toleratedSkewMs = 5000

/**
 * How long a server asks to wait, in milliseconds: `Retry-After-Ms`, else `Retry-After` as seconds or as a date of the
 * past or future (past: 0). `undefined` if it does not ask or writes something else. A date is read against the
 * answer's own `Date` where the two clocks differ by more than 5 s.
 */
export function parseRetryAfter(headers: Headers, wallTime: number): number | undefined {
  const milliseconds = headers.get("retry-after-ms") ?? ""
  if (decimal.test(milliseconds)) return Number(milliseconds)
  const text = headers.get("retry-after") ?? ""
  if (seconds.test(text)) return Number(text) * 1000
  const date = parseHttpDate(text, wallTime)
  if (date === undefined) return undefined
  const serverTime = parseHttpDate(headers.get("date") ?? "", wallTime)
  const skewed = serverTime !== undefined && Math.abs(serverTime - wallTime) > toleratedSkewMs
  return Math.max(0, date - (skewed ? serverTime : wallTime))
}
