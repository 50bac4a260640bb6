import { describe, expect } from "vitest"
import { parseContentRange, rangeValidator } from "../../src/download/content-range.ts"
import { it } from "../test.ts"

describe("parseContentRange", () => {
  it.each([
    ["bytes 5-9/10", { start: 5, total: 10 }],
    ["bytes 0-0/*", { start: 0 }],
    ["bytes 9-5/10", undefined],
    ["bytes */10", undefined],
    ["items 0-1/2", undefined],
    [null, undefined],
  ])("reads %j", (value, range) => {
    expect(parseContentRange(value)).toEqual(range)
  })
})

describe("rangeValidator", () => {
  const changed = "Wed, 21 Oct 2026 07:28:00 GMT"

  it.each([
    ["a strong tag", { etag: '"a"' }, '"a"'],
    ["no weak tag, nor a date beside it", { etag: 'W/"a"', "last-modified": changed }, undefined],
    ["a date that is old enough", { "last-modified": changed, date: "Wed, 21 Oct 2026 07:28:01 GMT" }, changed],
    ["no date of the same second", { "last-modified": changed, date: changed }, undefined],
    ["no date of an answer without one", { "last-modified": changed }, undefined],
    ["nothing", {}, undefined],
  ])("takes %s", (_, headers, validator) => {
    expect(rangeValidator(new Headers(headers as Record<string, string>))).toBe(validator)
  })
})
