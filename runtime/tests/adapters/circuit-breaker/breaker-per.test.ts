import { describe, expect } from "vitest"
import { breakerPer } from "../../../src/adapters/circuit-breaker/breaker-per.ts"
import { circuitBreaker } from "../../../src/adapters/circuit-breaker/circuit-breaker.ts"
import { consecutiveFailures } from "../../../src/adapters/circuit-breaker/consecutive-failures.ts"
import type { TargetKey } from "../../../src/state/target-key.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

function start(key: TargetKey = "origin", capacity?: number) {
  const clock = new VirtualClock()
  const made: string[] = []
  const create = (name: string) => {
    made.push(name)
    return circuitBreaker({ trip: consecutiveFailures(1), clock })
  }
  return { breaker: breakerPer(key, create, capacity), made }
}
const target = (url: string, operation = "get_pet") => ({ url, operation })

describe("a breaker for each origin", () => {
  it.each<[name: string, key: TargetKey, other: ReturnType<typeof target>, shared: boolean]>([
    ["another path", "origin", target("https://a.test/y?q=1"), true],
    ["the port spelled out", "origin", target("https://a.test:443/"), true],
    ["another spelling of the host", "origin", target("https://A.TEST/"), true],
    ["another operation", "origin", target("https://a.test/x", "add_pet"), true],
    ["another host", "origin", target("https://b.test/x"), false],
    ["another port", "origin", target("https://a.test:8443/x"), false],
    ["another scheme", "origin", target("http://a.test/x"), false],
    ["by operation: another host", "operation", target("https://b.test/x"), true],
    ["by operation: another operation", "operation", target("https://a.test/x", "add_pet"), false],
    ["by a key of one's own", () => "all", target("http://z.test/", "add_pet"), true],
  ])("C37 %s", (_, key, other, shared) => {
    const { breaker } = start(key)
    breaker.enter(target("https://a.test/x"))("failure")
    const enter = () => breaker.enter(other)
    if (shared) expect(enter).toThrow(/open/)
    else expect(enter).not.toThrow()
  })

  it("C37 has one more for calls that name no target", () => {
    const { breaker, made } = start()
    breaker.enter()("failure")
    expect(() => breaker.enter()).toThrow(/open/)
    expect(() => breaker.enter(target("https://a.test/"))).not.toThrow()
    expect(made).toEqual(["", "https://a.test"])
  })

  it("C37 forgets the one that was used the longest time ago", () => {
    const { breaker, made } = start("operation", 2)
    const enter = (operation: string) => breaker.enter(target("https://a.test/", operation))
    for (const name of ["a", "b", "a", "c", "a", "b"]) enter(name)("ignored")
    expect(made).toEqual(["a", "b", "c", "b"])
  })

  it.each([0, -1, 1.5, Number.NaN, Infinity])("C37 refuses a capacity of %d", (capacity) => {
    expect(() => start("origin", capacity)).toThrow(expect.objectContaining({ code: "config" }))
  })
})
