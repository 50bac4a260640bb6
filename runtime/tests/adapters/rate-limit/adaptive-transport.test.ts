import { describe, expect } from "vitest"
import { adaptiveTransport } from "../../../src/adapters/rate-limit/adaptive-transport.ts"
import { cubicGrowth, cubicRate } from "../../../src/adapters/rate-limit/cubic-rate.ts"
import { tokenBucket } from "../../../src/adapters/rate-limit/token-bucket.ts"
import type { TransportRequest } from "../../../src/ports/transport.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

describe("the growth after a 429", () => {
  // The AWS SDKs' own vectors: 10 a second was too fast, five seconds into their story.
  it.each([
    [0, 7],
    [1, 9.64893601],
    [2, 10.00003085],
    [3, 10.45328452],
    [4, 13.40869703],
    [5, 21.26626836],
    [6, 36.42599853],
  ])("D47 after %i s: %d a second", (seconds, want) => {
    expect(cubicGrowth(10, seconds)).toBeCloseTo(want, 7)
  })
})

describe("a rate that answers teach", () => {
  it("D47 is without limit until the first 429", () => {
    const rate = cubicRate()
    for (let now = 0; now < 2000; now += 10) {
      expect(rate.delayMs(now)).toBe(0)
      rate.take(now)
      rate.answered(now, false)
    }
    expect(rate.ratePerSecond).toBe(Infinity)
  })

  it("D47 falls to 70 % of what was measured, and grows with successes", () => {
    const rate = cubicRate()
    for (let now = 0; now <= 10_000; now += 100) rate.answered(now, now === 10_000)
    const fallen = rate.ratePerSecond
    expect(fallen).toBeCloseTo(7, 0)
    for (let now = 10_100; now <= 11_000; now += 100) rate.answered(now, false)
    expect(rate.ratePerSecond).toBeGreaterThan(fallen)
  })

  it("D47 never falls below one in two seconds", () => {
    const rate = cubicRate()
    for (let now = 0; now < 60_000; now += 2000) rate.answered(now, true)
    expect(rate.ratePerSecond).toBe(0.5)
    expect(rate.delayMs(120_000)).toBe(0)
  })
})

function start(perSecond: number) {
  const clock = new VirtualClock()
  const bucket = tokenBucket({ requestsPerSecond: perSecond, burst: perSecond })
  const sent: { readonly at: number; readonly status: number }[] = []
  const inner = fakeTransport(() => {
    const taken = bucket.delayMs(clock.now()) === 0
    if (taken) bucket.take(clock.now())
    const status = taken ? 200 : 429
    sent.push({ at: clock.now(), status })
    return { status }
  })
  const transport = adaptiveTransport(inner, { clock })
  const request = (signal: AbortSignal): TransportRequest => ({
    method: "GET",
    url: "https://busy.test/",
    headers: [],
    signal,
    timeouts: {},
  })
  return { clock, transport, sent, request }
}

describe("against a service with a limit", () => {
  it.each([5, 10, 40])("D47 settles within a tenth of %i a second in 30 s", async (perSecond) => {
    const { clock, transport, sent, request } = start(perSecond)
    const stop = new AbortController()
    const caller = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const response = await transport.send(request(stop.signal))
        await response.body.cancel()
        await new Promise<void>((resolve) => clock.schedule(20, resolve))
      }
    }
    const callers = Array.from({ length: 10 }, () => caller().catch(() => undefined))
    await clock.advance(60_000)
    const late = sent.filter(({ at }) => at >= 30_000)
    stop.abort()
    await clock.advance(20)
    await Promise.all(callers)
    const share = late.length / 30 / perSecond
    expect(share).toBeGreaterThanOrEqual(0.9)
    expect(share).toBeLessThanOrEqual(1.1)
  })

  it("D44 lets a request that waits be aborted", async () => {
    const { clock, transport, request } = start(1)
    const live = new AbortController().signal
    for (let sent = 0; sent < 2; sent++) await (await transport.send(request(live))).body.cancel()
    const controller = new AbortController()
    const waiting = transport.send(request(controller.signal))
    await clock.advance(10)
    controller.abort("enough")
    await expect(waiting).rejects.toBe("enough")
    expect(clock.pending).toBe(0)
  })
})
