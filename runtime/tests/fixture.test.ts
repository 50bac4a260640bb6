import { describe, expect, onTestFinished } from "vitest"
import { it } from "./test.ts"

describe("every test", () => {
  it.for(["one", "the other"])("has a clock that nobody else has moved: %s", async (_, { clock }) => {
    expect(clock.now()).toBe(0)
    await clock.advance(1000)
  })

  it("draws the numbers of its name, in every run", ({ random }) => {
    expect([random(), random()]).toEqual([0.9424230088479817, 0.3115448656026274])
  })

  it("has its resources closed when it ends", ({ resources }) => {
    let closed = false
    onTestFinished(() => {
      expect(closed).toBe(true)
    })
    resources.defer(() => (closed = true))
  })

  it("has them also when it asks for none", ({ task }) => {
    const { context } = task
    onTestFinished(() => {
      expect(context).toHaveProperty("world")
    })
  })
})
