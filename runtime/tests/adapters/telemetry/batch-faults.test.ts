import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { build } from "esbuild"
import { describe, expect } from "vitest"
import { approximateBytes } from "../../../src/adapters/telemetry/approximate-bytes.ts"
import { BatchReporter, type BatchReporterOptions } from "../../../src/adapters/telemetry/batch-reporter.ts"
import { deliverySignal } from "../../../src/values/delivery-signal.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

const bytesOf = (item: number) => item

function start(options: Partial<BatchReporterOptions<number>> = {}) {
  const clock = new VirtualClock()
  const sent: (readonly number[])[] = []
  const send = (batch: readonly number[]) => Promise.resolve(void sent.push(batch))
  return { clock, sent, reporter: new BatchReporter<number>({ clock, send, random: () => 0.5, ...options }) }
}

describe("O142 bytes", () => {
  it.each<[name: string, items: number[], want: number[][]]>([
    ["enough of them go at once", [40, 40, 40], [[40, 40]]],
    ["exactly enough", [50, 50], [[50, 50]]],
    ["one that is larger goes alone", [400, 1], [[400]]],
    ["one that is larger leaves those before it", [10, 400], [[10], [400]]],
    ["not enough wait", [40, 40], []],
  ])("%s", async (_, items, want) => {
    const { clock, reporter, sent } = start({ batchBytes: 100, bytesOf })
    for (const item of items) reporter.add(item)
    await clock.advance(0)
    expect(sent).toEqual(want)
    await reporter.close()
  })

  it.each<[name: string, bytesOf: (item: number) => number]>([
    ["throws", () => JSON.parse("x") as number],
    ["says nothing", () => Number.NaN],
    ["says less than nothing", () => -5],
  ])("a measure that %s costs nothing", async (_, measure) => {
    const { clock, reporter, sent } = start({ batchBytes: 10, bytesOf: measure })
    expect(reporter.add(1)).toBe(true)
    await clock.advance(5000)
    expect(sent).toEqual([[1]])
  })
})

describe("O142 attributes", () => {
  const cyclic: Record<string, unknown> = { name: "a" }
  cyclic["self"] = cyclic
  const trap = Object.defineProperty({}, "x", {
    enumerable: true,
    get: () => {
      throw new Error("getter")
    },
  })
  it.each<[name: string, value: unknown, least: number, most: number]>([
    ["a text", "x".repeat(100), 100, 120],
    ["a number", 1, 1, 20],
    ["nothing", undefined, 1, 20],
    ["a circle", cyclic, 20, 80],
    ["a getter that throws", trap, 1, 40],
    ["bytes", new Uint8Array(500), 500, 520],
    ["a million entries: no further than the limit", Array.from({ length: 1_000_000 }, () => 1), 1000, 1100],
    ["a million texts: no further than the limit", Array.from({ length: 1_000_000 }, () => "text"), 1000, 1100],
  ])("measures %s", (_, value, least, most) => {
    const bytes = approximateBytes(value, 1000)
    expect(bytes).toBeGreaterThanOrEqual(least)
    expect(bytes).toBeLessThanOrEqual(most)
  })

  it.each<[name: string, item: unknown]>([
    ["circles", cyclic],
    ["getters that throw", trap],
    ["big integers", { big: 1n }],
  ])("that an exporter cannot write (%s) are tried five times, then counted as lost", async (_, item) => {
    const clock = new VirtualClock()
    let deliveries = 0
    const send = (batch: readonly unknown[]) => {
      deliveries += 1
      return Promise.resolve(void JSON.stringify(batch))
    }
    const reporter = new BatchReporter<unknown>({ clock, send, random: () => 0.5 })
    reporter.add(item)
    await clock.advance(120_000)
    expect([deliveries, reporter.dropped, clock.pending]).toEqual([5, 1, 0])
  })
})

describe("O142 a barrier counts places, not losses", () => {
  it.each(["oldest", "newest"] as const)("while the %s are dropped", async (overflow) => {
    let release = () => undefined as unknown
    const send = () => new Promise<void>((resolve) => (release = resolve))
    const { clock, reporter } = start({ capacity: 1, batchSize: 1, overflow, send })
    reporter.add(1)
    await clock.advance(0)
    let flushed = false
    const flush = reporter.flush().then(() => (flushed = true))
    for (const item of [2, 3, 4]) reporter.add(item)
    await clock.advance(0)
    expect([reporter.dropped, flushed]).toEqual([2, false])
    release()
    await flush
    const closing = reporter.close(1)
    await clock.advance(1)
    await closing
  })

  it("while a closed reporter is given more", async () => {
    let release = () => undefined as unknown
    const { reporter, clock } = start({ batchSize: 1, send: () => new Promise<void>((resolve) => (release = resolve)) })
    reporter.add(1)
    let closed = false
    const closing = reporter.close().then((lost) => {
      closed = true
      return lost
    })
    reporter.add(2)
    await clock.advance(0)
    expect(closed).toBe(false)
    release()
    expect(await closing).toEqual({ dropped: 1 })
  })
})

it("O142 marks the signal of a delivery", async () => {
  let marked = false
  const { reporter } = start({ send: (_, signal) => Promise.resolve(void (marked = deliverySignal in signal)) })
  reporter.add(1)
  await reporter.flush()
  expect(marked).toBe(true)
})

it("O142 lets a process end while an exporter hangs", async () => {
  const contents = `
    import { BatchReporter } from "./adapters/telemetry/batch-reporter.ts"
    const reporter = new BatchReporter({ batchSize: 1, send: () => new Promise(() => {}) })
    reporter.add(1); reporter.add(2)
    process.on("exit", () => console.log("gone"))`
  const resolveDir = new URL("../../../src", import.meta.url).pathname
  const stdin = { contents, resolveDir, loader: "ts" as const }
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", platform: "node", write: false })
  const args = ["--input-type=module", "-e", outputFiles[0]?.text ?? ""]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 })
  expect(stdout).toBe("gone\n")
})
