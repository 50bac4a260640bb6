import { describe, expect } from "vitest"
import { formatCsv } from "../../../src/cli/output/format-csv.ts"
import { formatSize } from "../../../src/cli/output/format-size.ts"
import { formatExpiry, formatTime } from "../../../src/cli/output/format-time.ts"
import { printable } from "../../../src/cli/output/printable.ts"
import { it } from "../../test.ts"

describe("formatSize", () => {
  it.each([
    [undefined, "N/A"],
    [-1, "N/A"],
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KB"],
    [1536, "1.5 KB"],
    [1024 ** 2, "1.0 MB"],
    [5.25 * 1024 ** 3, "5.3 GB"],
    [1024 ** 4, "1.0 TB"],
    [1024 ** 6, "1024.0 PB"],
  ])("writes %s as %s", (bytes, text) => {
    expect(formatSize(bytes)).toBe(text)
  })
})

describe("formatTime", () => {
  const now = Date.UTC(2026, 4, 20, 12)
  const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString()
  const [minute, hour, day] = [60, 3600, 86_400]

  it.each([
    [undefined, "N/A"],
    ["some day", "some day"],
    [at(0), "just now"],
    [at(-59), "just now"],
    [at(-minute), "1 minute ago"],
    [at(-2 * hour), "2 hours ago"],
    [at(-day), "1 day ago"],
    [at(-7 * day), "7 days ago"],
    [at(-8 * day), "1 week ago"],
    [at(-29 * day), "4 weeks ago"],
    [at(-31 * day), "2026-04-19"],
    [at(30), "in less than a minute"],
    [at(2 * hour), "in 2 hours"],
    [at(60 * day), "2026-07-19"],
    // As the official SDK prints times.
    ["2026-05-20 10:00:00.804018+00:00", "1 hour ago"],
  ])("writes %s as %s", (time, text) => {
    expect(formatTime(time, now)).toBe(text)
  })

  it("knows what never ends", () => {
    expect([formatExpiry(undefined, now), formatExpiry(at(minute), now)]).toEqual(["Never", "in 1 minute"])
  })
})

describe("printable", () => {
  it.each([
    ["plain ü 漢 🎉", "plain ü 漢 🎉"],
    ["\u001b[31mred", "\\x1b[31mred"],
    ["a\nb\tc\r", "a\\x0ab\\x09c\\x0d"],
    ["\u009b2J\u2028", "\\x9b2J\\u2028"],
  ])("spells out what a terminal obeys: %j", (text, shown) => {
    expect(printable(text)).toBe(shown)
  })
})

describe("formatCsv", () => {
  it("quotes what needs it", () => {
    expect(
      formatCsv(
        ["a", "b"],
        [
          ["1,5", 'say "x"'],
          ["", "two\nlines"],
        ],
      ),
    ).toBe('a,b\r\n"1,5","say ""x"""\r\n,"two\nlines"\r\n')
  })
})
