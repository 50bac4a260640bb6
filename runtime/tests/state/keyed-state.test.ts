import { describe, expect } from "vitest"
import { KeyedState } from "../../src/state/keyed-state.ts"
import { it } from "../test.ts"

describe("state by key", () => {
  it("is made once for a key, while it is kept", () => {
    const made: string[] = []
    const states = new KeyedState((key) => made.push(key), 2)
    for (const key of ["a", "b", "a", "c", "a", "b"]) states.get(key)
    expect(made).toEqual(["a", "b", "c", "b"])
  })

  it("C37 keeps no more than its capacity over 10,000 hosts", () => {
    const states = new KeyedState((key) => ({ key }), 1000)
    for (let host = 0; host < 10_000; host++) states.get(`https://h${host}.test`)
    expect(states.size).toBe(1000)
    expect(states.get("https://h9999.test")).toBe(states.get("https://h9999.test"))
  })

  it.each([0, -1, 1.5, Number.NaN, Infinity])("C37 refuses a capacity of %d", (capacity) => {
    expect(() => new KeyedState(String, capacity)).toThrow(expect.objectContaining({ code: "config" }))
  })
})
