import { describe, expect } from "vitest"
import { namedBreaker } from "../../../src/adapters/circuit-breaker/named-breaker.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import type { BreakerOutcome, BreakerSpec } from "../../../src/ports/circuit-breaker.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { testService } from "../../core/fixture.ts"

const target = (operation = "get_pet", url = "https://a.test/") => ({ url, operation })

function start(spec: Omit<BreakerSpec, "name">, options: ClientOptions = {}) {
  const clock = new VirtualClock()
  const breakerOf = namedBreaker({ name: "api", ...spec })
  const client = createClient(testService(), { baseUrl: "https://a.test", clock, ...options })
  const report = (times: number, outcome: BreakerOutcome, where = target()): void => {
    for (let count = 0; count < times; count += 1) breakerOf(client).enter(where)(outcome)
  }
  const isOpen = (where = target()): boolean => {
    try {
      breakerOf(client).enter(where)("ignored")
      return false
    } catch {
      return true
    }
  }
  return { clock, client, breakerOf, report, isOpen }
}

describe("a breaker of a manifest", () => {
  it.each<[name: string, spec: Omit<BreakerSpec, "name">, failures: number]>([
    ["five in a row by default", {}, 5],
    ["as many in a row as it says", { failures: 2 }, 2],
    ["half of a window of four", { failureRatio: 0.5, minimumCalls: 4 }, 4],
  ])("opens after failures: %s", (_, spec, failures) => {
    const { report, isOpen } = start(spec)
    report(failures - 1, "failure")
    expect(isOpen()).toBe(false)
    report(1, "failure")
    expect(isOpen()).toBe(true)
  })

  it("opens for slow attempts", async () => {
    const { clock, client, breakerOf, isOpen } = start({ slowMs: 10, slowRatio: 0.5, minimumCalls: 1 })
    const report = breakerOf(client).enter(target())
    await clock.advance(11)
    report("success")
    expect(isOpen()).toBe(true)
  })

  it.each<[name: string, spec: Omit<BreakerSpec, "name">, openMs: number]>([
    ["30 seconds by default", {}, 30_000],
    ["as long as it says", { openMs: 5_000 }, 5_000],
    ["longer than the usual most", { openMs: 90_000 }, 90_000],
  ])("stays open: %s", async (_, spec, openMs) => {
    const { clock, report, isOpen } = start(spec)
    report(5, "failure")
    await clock.advance(openMs - 1)
    expect(isOpen()).toBe(true)
    await clock.advance(1)
    expect(isOpen()).toBe(false)
  })

  it("stays open longer after each failed probe, up to its most", async () => {
    const { clock, report, isOpen } = start({ failures: 1, openMs: 10, maxOpenMs: 15 })
    report(1, "failure")
    await clock.advance(10)
    report(1, "failure")
    await clock.advance(14)
    expect(isOpen()).toBe(true)
    await clock.advance(1)
    expect(isOpen()).toBe(false)
  })

  it.each<[per: BreakerSpec["per"], other: ReturnType<typeof target>, isShared: boolean]>([
    [undefined, target("other", "https://b.test/"), true],
    ["origin", target("other"), true],
    ["origin", target("get_pet", "https://b.test/"), false],
    ["operation", target("other"), false],
  ])("is one circuit per %s", (per, other, isShared) => {
    const { report, isOpen } = start({ failures: 1, ...(per && { per }) })
    report(1, "failure")
    expect(isOpen(other)).toBe(isShared)
  })

  it("is one of each client, with the client's numbers over its own", () => {
    const one = start({ failures: 1 })
    const other = createClient(testService(), { baseUrl: "https://a.test", circuitBreakers: { api: { failures: 2 } } })
    one.report(1, "failure")
    const breaker = one.breakerOf(other)
    expect(one.breakerOf(other)).toBe(breaker)
    breaker.enter()("failure")
    expect(() => breaker.enter()).not.toThrow()
    breaker.enter()("failure")
    expect(() => breaker.enter()).toThrow(expect.objectContaining({ code: "circuit_open" }))
  })
})
