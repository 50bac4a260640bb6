import fc from "fast-check"
import { describe, expect } from "vitest"
import { shouldRetryHeader } from "../../../src/adapters/retry/should-retry-header.ts"
import { parseHttpDate } from "../../../src/core/response/parse-http-date.ts"
import { parseRetryAfter } from "../../../src/core/response/parse-retry-after.ts"
import { it } from "../../test.ts"

/** Sunday, 2026-11-22 08:00:00 GMT. */
const now = Date.UTC(2026, 10, 22, 8)

const parse = (value: string, rest: Record<string, string> = {}) =>
  parseRetryAfter(new Headers({ "retry-after": value, ...rest }), now)

describe("B20 B21 seconds", () => {
  it.each([
    ["0", 0],
    ["120", 120_000],
    [" 5 ", 5000],
    ["007", 7000],
    ["9999999999", 9_999_999_999_000],
  ])("reads %j", (text, expected) => expect(parse(text)).toBe(expected))

  it.each([
    "",
    " ",
    "-1",
    "+5",
    "1e3",
    "0x10",
    "0b1",
    "Infinity",
    "NaN",
    "5, 10",
    "5 10",
    "5s",
    "5abc",
    "1.5",
    "0.001",
    "1.",
    ".5",
    "1.5.2",
    "５",
    "1_000",
    "9".repeat(400),
    "null",
    "true",
  ])("refuses %j", (text) => expect(parseRetryAfter(asHeaders("retry-after", text), now)).toBeUndefined())

  it("B25 refuses two values", () => {
    const headers = new Headers([
      ["retry-after", "5"],
      ["retry-after", "10"],
    ])
    expect(parseRetryAfter(headers, now)).toBeUndefined()
  })

  it("says nothing without a header", () => expect(parseRetryAfter(new Headers(), now)).toBeUndefined())
})

describe("B25 milliseconds", () => {
  it.each([
    ["wins over seconds", { "retry-after-ms": "250", "retry-after": "7" }, 250],
    ["wins with zero", { "retry-after-ms": "0", "retry-after": "7" }, 0],
    ["takes decimals", { "retry-after-ms": "12.5" }, 12.5],
    ["yields to seconds when it is no number", { "retry-after-ms": "soon", "retry-after": "7" }, 7000],
    ["yields to seconds when it is negative", { "retry-after-ms": "-5", "retry-after": "7" }, 7000],
    ["is nothing when it is garbage alone", { "retry-after-ms": "1e3" }, undefined],
  ])("%s", (_, headers, expected) => expect(parseRetryAfter(new Headers(headers), now)).toBe(expected))
})

describe("B22 dates", () => {
  it.each([
    ["IMF-fixdate", "Sun, 22 Nov 2026 08:00:30 GMT", 30_000],
    ["RFC 850", "Sunday, 22-Nov-26 08:00:30 GMT", 30_000],
    ["asctime", "Sun Nov 22 08:00:30 2026", 30_000],
    ["asctime with a one-digit day", "Tue Dec  1 08:00:00 2026", 9 * 86_400_000],
    ["the past", "Sun, 22 Nov 2026 07:59:59 GMT", 0],
    ["long ago", "Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["a leap second", "Sun, 22 Nov 2026 08:00:60 GMT", 60_000],
    ["a leap second at midnight", "Thu, 31 Dec 2026 23:59:60 GMT", Date.UTC(2027, 0, 1) - now],
    ["far ahead", "Fri, 01 Jan 2066 00:00:00 GMT", Date.UTC(2066, 0, 1) - now],
    ["29 February of a leap year", "Tue, 29 Feb 2028 00:00:00 GMT", Date.UTC(2028, 1, 29) - now],
  ])("reads %s", (_, text, expected) => expect(parse(text)).toBe(expected))

  it.each([
    ["a wrong weekday", "Mon, 22 Nov 2026 08:00:30 GMT"],
    ["31 February", "Tue, 31 Feb 2026 00:00:00 GMT"],
    ["29 February of a common year", "Mon, 29 Feb 2027 00:00:00 GMT"],
    ["hour 24", "Sun, 22 Nov 2026 24:00:00 GMT"],
    ["minute 60", "Sun, 22 Nov 2026 08:60:00 GMT"],
    ["second 61", "Sun, 22 Nov 2026 08:00:61 GMT"],
    ["another zone", "Sun, 22 Nov 2026 08:00:30 PST"],
    ["an offset", "Sun, 22 Nov 2026 08:00:30 +0000"],
    ["no zone", "Sun, 22 Nov 2026 08:00:30"],
    ["a one-digit day", "Sun, 1 Nov 2026 08:00:30 GMT"],
    ["small letters", "sun, 22 nov 2026 08:00:30 gmt"],
    ["ISO 8601", "2026-11-22T08:00:30Z"],
    ["a trailing word", "Sun, 22 Nov 2026 08:00:30 GMT now"],
    ["a timestamp in words", "tomorrow"],
    ["asctime with a zone", "Sun Nov 22 08:00:30 2026 GMT"],
    ["a day of two days", "Sunsday, 22-Nov-26 08:00:30 GMT"],
    ["what the platform writes for no date", "Invalid Date"],
    ["a month that is none", "Sun, 22 Nox 2026 08:00:30 GMT"],
    ["RFC 850 with a short day", "Sun, 22-Nov-26 08:00:30 GMT"],
  ])("refuses %s", (_, text) => expect(parse(text)).toBeUndefined())

  it.each([
    ["a wrong weekday", "Saturday, 22-Nov-76 08:00:00 GMT", undefined],
    ["fifty years ahead exactly", "Sunday, 22-Nov-76 08:00:00 GMT", Date.UTC(2076, 10, 22, 8)],
    ["more than fifty years ahead is past", "Monday, 22-Nov-76 08:00:01 GMT", Date.UTC(1976, 10, 22, 8, 0, 1)],
    ["a leap second at the limit", "Sunday, 22-Nov-76 07:59:60 GMT", Date.UTC(2076, 10, 22, 8)],
    ["the nineties", "Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777_000],
  ])("takes a two-digit year for %s", (_, text, expected) => expect(parseHttpDate(text, now)).toBe(expected))

  it.each([
    ["ahead", "Sun, 22 Nov 2026 09:00:00 GMT", "Sun, 22 Nov 2026 09:00:30 GMT", 30_000],
    ["behind", "Sun, 22 Nov 2026 07:00:00 GMT", "Sun, 22 Nov 2026 07:00:30 GMT", 30_000],
    ["within five seconds", "Sun, 22 Nov 2026 08:00:05 GMT", "Sun, 22 Nov 2026 08:00:30 GMT", 30_000],
    ["unknown", "never", "Sun, 22 Nov 2026 08:00:30 GMT", 30_000],
  ])("B26 reads a date by a server's clock that is %s", (_, date, text, expected) =>
    expect(parse(text, { date })).toBe(expected),
  )

  const print: [name: string, print: (date: Date) => string][] = [
    ["IMF-fixdate", (date) => date.toUTCString()],
    [
      "asctime",
      (date) => {
        const [weekday, day, month, year, time] = date.toUTCString().replace(",", "").split(" ")
        return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`
      },
    ],
  ]
  it.each(print)("is the inverse of printing %s", (_, toText) => {
    const seconds = fc.integer({ min: 0, max: Math.floor(Date.UTC(2999, 0) / 1000) })
    fc.assert(
      fc.property(seconds, (second) => {
        expect(parseHttpDate(toText(new Date(second * 1000)), now)).toBe(second * 1000)
      }),
    )
  })

  it("never gives a negative or endless wait", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom("0", "1", "9", ".", ",", "-", "+", "e", "G", ":", " ") }),
        ),
        (text) => {
          const delay = parseRetryAfter(asHeaders("retry-after", text), now)
          if (delay !== undefined) expect(delay >= 0 && delay < Infinity).toBe(true)
        },
      ),
    )
  })
})

const told = (headers: Record<string, string>) =>
  shouldRetryHeader("X-Try-Again")({ status: 503, headers: new Headers(headers), body: undefined }, now).shouldRetry

describe("A16 shouldRetryHeader", () => {
  it.each([
    ["true", true],
    ["FALSE", false],
    [" True ", true],
    ["1", undefined],
    ["yes", undefined],
    ["", undefined],
  ])("reads %j as %s", (text, expected) => expect(told({ "x-try-again": text })).toBe(expected))

  it("says nothing without the header", () => expect(told({ "x-should-retry": "true" })).toBeUndefined())
})

/** `Headers` itself refuses some texts that a server may send through other adapters. */
function asHeaders(name: string, value: string): Headers {
  return { get: (asked: string) => (asked === name ? value : null) } as Headers
}
