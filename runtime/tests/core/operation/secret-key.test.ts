import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect } from "vitest"
import { cacheKey } from "../../../src/core/operation/cache-key.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { secretKey } from "../../../src/core/operation/secret-key.ts"
import { sha256 } from "../../../src/core/operation/sha256.ts"
import { it } from "../../test.ts"
import { spec } from "../fixture.ts"

describe("O140 keys of inputs that hold secrets", () => {
  const key = secretKey("pin", "card")
  it.each<[name: string, input: unknown]>([
    ["a field", { pin: "sentinel" }],
    ["a number", { pin: 60606 }],
    ["deep down", { user: { cards: [{ card: { number: "sentinel" } }] } }],
    ["a list", { pin: ["sentinel"] }],
    ["without a prototype", Object.assign(Object.create(null) as object, { pin: "sentinel" })],
  ])("hide %s", (_, input) => expect(key(input)).not.toMatch(/sentinel|60606/))

  it("differ where secrets do, and only there", () => {
    const keys = ["a", "b", "a"].map((pin) => key({ user: "u", pin }))
    expect([keys[0] === keys[1], keys[0] === keys[2]]).toEqual([false, true])
  })

  it("show everything else as it is", () => {
    const input = { user: "u", at: new Date(0), pin: undefined, card: null, list: [1, { a: new Uint8Array([1]) }] }
    expect(key(input)).toBe(cacheKey(input))
  })

  it("are what an operation gives that names secrets", () => {
    const operation = defineOperation(() => spec({ key }))
    expect(operation.key({ pin: "sentinel" })).toEqual(["get_pet", key({ pin: "sentinel" })])
  })
})

it("sha256 agrees with Node's", () => {
  const reference = (text: string) => createHash("sha256").update(text).digest("hex")
  for (const text of ["", "abc", "é😀", "x".repeat(55), "x".repeat(56), "x".repeat(64), "x".repeat(1000)]) {
    expect(sha256(text)).toBe(reference(text))
  }
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => sha256(text) === reference(text)))
})
