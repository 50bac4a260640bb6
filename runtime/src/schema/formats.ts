import { defineCheck } from "./define-check.ts"
import type { Check } from "./schema.ts"

/** RFC 3339 date and time with an offset. Tolerant: the offset may be missing, as Python's `isoformat` writes it. */
export function dateTime(): Check<string> {
  return defineCheck("date_time", "date and time", (value, config) => {
    const match = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?([Zz]|([+-])(\d\d):(\d\d))?$/.exec(value)
    if (!match) return false
    const [, day = "", hour, minute, second, offset, sign, offsetHour, offsetMinute] = match
    if (!isDate(day) || Number(hour) > 23 || Number(minute) > 59) return false
    if (offset === undefined && config.mode !== "tolerant") return false
    if (Number(offsetHour ?? 0) > 23 || Number(offsetMinute ?? 0) > 59) return false
    if (Number(second) < 60) return true
    // A leap second is the last of a day in UTC.
    const shift = (Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0)) * (sign === "-" ? 1 : -1)
    return Number(second) === 60 && (Number(hour) * 60 + Number(minute) + shift + 2880) % 1440 === 1439
  })
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function date(): Check<string> {
  return defineCheck("date", "date", isDate)
}

export function uuid(): Check<string> {
  return fits("uuid", "UUID", /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i)
}

/** An absolute URI of RFC 3986. */
export function uri(): Check<string> {
  return fits(
    "uri",
    "URI",
    /^[a-z][a-z\d+\-.]*:(?:[\w\-.~:/?[\]@!$&'()*+,;=]|%[\da-f]{2})*(?:#(?:[\w\-.~:/?@!$&'()*+,;=]|%[\da-f]{2})*)?$/i,
  )
}

/** A mailbox of RFC 5321 without quoting. */
export function email(): Check<string> {
  const local = "[\\w!#$%&'*+/=?^`{|}~-]+(?:\\.[\\w!#$%&'*+/=?^`{|}~-]+)*"
  const domain = "[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?(?:\\.[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?)*"
  return fits("email", "e-mail address", new RegExp(`^(?=.{1,254}$)${local}@${domain}$`, "i"))
}

/** A date of HTTP in any of its three forms. */
export function httpDate(): Check<string> {
  const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
  const time = "(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)"
  const short = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
  const long = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
  const forms = [
    `${short}, \\d\\d ${month} \\d{4} ${time} GMT`,
    `${long}, \\d\\d-${month}-\\d\\d ${time} GMT`,
    `${short} ${month} [ \\d]\\d ${time} \\d{4}`,
  ]
  return fits("http_date", "HTTP date", new RegExp(`^(?:${forms.join("|")})$`))
}

/** Base64 text that stays text. */
export function byte(): Check<string> {
  return fits("base64", "base64", /^(?:[\w+/-]{4})*(?:[\w+/-]{2}(?:==)?|[\w+/-]{3}=?)?$/)
}

function fits(type: string, expects: string, form: RegExp): Check<string> {
  return defineCheck(type, expects, (value) => form.test(value), form)
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
