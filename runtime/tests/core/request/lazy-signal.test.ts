import { describe, expect, vi } from "vitest"
import { lazySignal } from "../../../src/core/request/lazy-signal.ts"
import { it } from "../../test.ts"

const make = (): AbortSignal => new AbortController().signal

describe("a signal that is made when somebody asks", () => {
  it("is not made before, and comes from whoever makes it", () => {
    const { signal } = new AbortController()
    const maker = vi.fn(() => signal)
    const lazy = lazySignal({ url: "/" }, maker)
    expect(maker).not.toHaveBeenCalled()
    expect(lazy.signal).toBe(signal)
  })

  it("goes along with a copy, and is found by what stands for the object", () => {
    const { signal } = new AbortController()
    const lazy = lazySignal({ url: "/" }, () => signal)
    expect({ ...lazy }.signal).toBe(signal)
    expect(new Proxy(lazy, {}).signal).toBe(signal)
    expect((Object.create(lazy) as typeof lazy).signal).toBe(signal)
  })

  it("is one accessor for all objects, so that V8 makes no hidden class for each", () => {
    const [one, other] = [lazySignal({}, make), lazySignal({}, make)].map((lazy) => {
      return Object.getOwnPropertyDescriptor(lazy, "signal")
    })
    expect(one).toEqual({ get: expect.any(Function) as unknown, set: undefined, enumerable: true, configurable: false })
    expect(one).toEqual(other)
  })
})
