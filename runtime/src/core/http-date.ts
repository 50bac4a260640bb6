const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")
const days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ")

const clockTime = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`
const month = `(?<month>${months.join("|")})`
const shortDay = `(?<weekday>${days.map((day) => day.slice(0, 3)).join("|")})`
const longDay = `(?<weekday>${days.join("|")})`

/** The three forms that RFC 9110, section 5.6.7, has every recipient accept. */
const forms: readonly RegExp[] = [
  new RegExp(`^${shortDay}, (?<day>\\d{2}) ${month} (?<year>\\d{4}) ${clockTime} GMT$`),
  new RegExp(`^${longDay}, (?<day>\\d{2})-${month}-(?<year>\\d{2}) ${clockTime} GMT$`),
  new RegExp(`^${shortDay} ${month} (?<day>\\d{2}| \\d) ${clockTime} (?<year>\\d{4})$`),
]

/**
 * Milliseconds since 1970 of an HTTP date (IMF-fixdate, RFC 850 or asctime), or `undefined` if the text is none: a wrong
 * weekday or a day that the month does not have included. A leap second counts as the next second.
 *
 * @param wallTime Decides the century of a two-digit year: none is more than 50 years ahead.
 */
export function parseHttpDate(text: string, wallTime: number): number | undefined {
  for (const form of forms) {
    const parts = form.exec(text)?.groups
    if (parts !== undefined) return toTime(parts, wallTime)
  }
  return undefined
}

function toTime(parts: Readonly<Record<string, string>>, wallTime: number): number | undefined {
  const number = (name: string): number => Number(parts[name])
  const [day, hour, minute, second] = [number("day"), number("hour"), number("minute"), number("second")]
  if (hour > 23 || minute > 59 || second > 60) return undefined
  const monthIndex = months.indexOf(parts.month ?? "")
  const at = (year: number): Date => new Date(Date.UTC(year, monthIndex, day, hour, minute, second))
  let date = at(number("year"))
  if (parts.year?.length === 2) {
    const thisYear = new Date(wallTime).getUTCFullYear()
    const year = thisYear - (thisYear % 100) + number("year")
    const limit = new Date(wallTime).setUTCFullYear(thisYear + 50)
    date = at(year + 100).getTime() <= limit ? at(year + 100) : at(year).getTime() > limit ? at(year - 100) : at(year)
  }
  // A day beyond the month's end would have rolled over; a leap second may.
  const written = new Date(date.getTime() - (second === 60 ? 1000 : 0))
  const isDay = written.getUTCDate() === day && days[written.getUTCDay()]?.startsWith(parts.weekday ?? "?") === true
  return isDay ? date.getTime() : undefined
}
