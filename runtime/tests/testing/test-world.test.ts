import { describe, expect } from "vitest"
import { createTestWorld } from "../../src/testing/test-world.ts"
import { it } from "../test.ts"

const draw = (name: string) => {
  const { random } = createTestWorld(name)
  return [random(), random(), random()]
}

describe("a test's world", () => {
  it("draws the same numbers for the same name and others for another", () => {
    expect(draw("retries")).toEqual(draw("retries"))
    expect(draw("retries")).not.toEqual(draw("retries twice"))
  })

  it("shares no clock with another of its name", async () => {
    const [one, other] = [createTestWorld("a"), createTestWorld("a")]
    await one.clock.advance(5)
    expect([one.clock.now(), other.clock.now()]).toEqual([5, 0])
  })

  it("closes its resources", async () => {
    let closed = false
    {
      await using world = createTestWorld("a")
      world.resources.defer(() => (closed = true))
    }
    expect(closed).toBe(true)
  })
})
