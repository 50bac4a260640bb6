import { describe, expect } from "vitest"
import { ownProperties } from "../../../src/core/operation/own-properties.ts"
import { it } from "../../test.ts"

describe("a copy of own properties", () => {
  const polluted = Object.assign(Object.create({ inherited: 1 }) as Record<string, number>, { own: 2 })

  it("has what the given has itself, and nothing else", () => {
    const copy = ownProperties(polluted)
    expect(Object.entries(copy)).toEqual([["own", 2]])
    expect(copy["inherited"]).toBeUndefined()
    expect("toString" in copy).toBe(false)
    expect("constructor" in copy).toBe(false)
  })

  it("cannot be reached by what is written to another's prototype", () => {
    const prototype: unknown = Object.getPrototypeOf(ownProperties({}))
    expect(() => Object.assign(prototype as object, { retry: false })).toThrow(TypeError)
  })
})
