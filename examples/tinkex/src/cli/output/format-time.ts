const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * A time as a person reads it: `2 hours ago`, `in 3 days`, `just now`; the date when it is more than 30 days away. What is
 * no time stays as it is. `now` in milliseconds since 1970.
 */
export function formatTime(time: string | undefined, now: number): string {
  if (time === undefined) return "N/A"
  const at = Date.parse(time)
  if (Number.isNaN(at)) return time
  const away = Math.abs(now - at)
  if (away > 30 * day) return new Date(at).toISOString().slice(0, 10)
  const said = distance(away)
  if (at > now) return said === undefined ? "in less than a minute" : `in ${said}`
  return said === undefined ? "just now" : `${said} ago`
}

/** When something ends, if it does. */
export function formatExpiry(time: string | undefined, now: number): string {
  return time === undefined ? "Never" : formatTime(time, now)
}

function distance(milliseconds: number): string | undefined {
  if (milliseconds > 7 * day) return count(milliseconds / (7 * day), "week")
  if (milliseconds >= day) return count(milliseconds / day, "day")
  if (milliseconds >= hour) return count(milliseconds / hour, "hour")
  return milliseconds >= minute ? count(milliseconds / minute, "minute") : undefined
}

function count(number: number, unit: string): string {
  const whole = Math.floor(number)
  return `${whole} ${unit}${whole === 1 ? "" : "s"}`
}
