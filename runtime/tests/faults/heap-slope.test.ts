import { describe, expect } from "vitest"
import { it } from "../test.ts"
import { heapTrend, type HeapTrend } from "./heap/slope.ts"
import { runLimitMs, runWithGc } from "./run-with-gc.ts"

/** A sixth of what a call under way holds; few calls leave more of what is compiled late than many. */
const mostBytesPerCall = 700

// 50,000 in turn and 2,000 at once: `npm run heap -w runtime`.
describe("the heap after 2,000 calls that end in every way", () => {
  it("L118.2 is what it was", { timeout: runLimitMs }, async () => {
    const report = (await runWithGc("heap-slope", "1500", "100", "5")) as Record<string, HeapTrend>
    const slopes = Object.entries(report).map(([name, { bytesPerCall }]) => [name, bytesPerCall < mostBytesPerCall])
    expect(Object.fromEntries(slopes)).toEqual({ sequential: true, concurrent: true })
  })
})

describe("the slope of heaps", () => {
  it.each<[row: string, heaps: readonly number[], bytesPerCall: number]>([
    ["L118.3 without a change", Array.from({ length: 10 }, () => 5000), 0],
    ["L118.4 of 100 bytes a call", Array.from({ length: 10 }, (_, batch) => 5000 + batch * 1000), 100],
    ["L118.5 after a warm-up", [0, 9, 99, ...Array.from({ length: 7 }, () => 5000)], 0],
    ["L118.6 that goes up and down", [0, 0, 0, 1, -1, 0, 0, 0, -1, 1].map((change) => 5000 + change * 100), 0],
  ])("%s", (_, heaps, bytesPerCall) => {
    expect(heapTrend(heaps, 10).bytesPerCall).toBeCloseTo(bytesPerCall)
  })
})
