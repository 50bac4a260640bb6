import { describe, expect } from "vitest"
import { durationText } from "../../src/telemetry/duration.ts"
import { it } from "../test.ts"

describe("a duration", () => {
  it.each([
    [0, "0:00:00"],
    [79.191, "0:00:00.079191"],
    [61_500, "0:01:01.500000"],
    [36_000_000, "10:00:00"],
    [86_400_000, "1 day, 0:00:00"],
    [2 * 86_400_000 + 3_723_004, "2 days, 1:02:03.004000"],
    [-1, "0:00:00"],
  ])("of %i ms is %s", (durationMs, text) => {
    expect(durationText(durationMs)).toBe(text)
  })
})
