const asctime = /^(\w{3}) (\w{3}) ([ \d]\d) ([\d:]{8}) (\d{4})$/
const rfc850 = /^(?=(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day,)(\w{3})\w+, (\d\d)-(\w{3})-(\d\d) ([\d:]{8} GMT)$/
const leapSecond = ":60 "

/**
 * Milliseconds since 1970 of an HTTP date (IMF-fixdate, RFC 850 or asctime: RFC 9110, section 5.6.7), or `undefined` if
 * the text is none: a wrong weekday or a day that the month does not have included. A leap second counts as the next
 * second.
 *
 * @param wallTime Decides the century of a two-digit year: none is more than 50 years ahead.
 */
export function parseHttpDate(text: string, wallTime: number): number | undefined {
  const fixdate = text
    .replace(leapSecond, ":59 ")
    .replace(asctime, (_, weekday, month, day: string, time, year) =>
      [`${weekday},`, day.replace(" ", "0"), month, year, time, "GMT"].join(" "),
    )
    .replace(rfc850, (_, weekday, day, month, year, time) => {
      const limit = new Date(wallTime)
      limit.setUTCFullYear(limit.getUTCFullYear() + 50)
      const century = Math.trunc(limit.getUTCFullYear() / 100)
      const inCentury = (first: number): string => `${weekday}, ${day} ${month} ${first}${year} ${time}`
      return inCentury(Date.parse(inCentury(century)) > Number(limit) ? century - 1 : century)
    })
  // The platform reads more than these forms, and what does not exist as what follows it; it writes one form alone.
  const time = Date.parse(fixdate)
  if (Number.isNaN(time) || new Date(time).toUTCString() !== fixdate) return undefined
  return text.includes(leapSecond) ? time + 1000 : time
}
