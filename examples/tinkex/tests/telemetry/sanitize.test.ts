import { describe, expect } from "vitest"
import { sanitize, sanitizeText } from "../../src/telemetry/sanitize.ts"
import { it } from "../test.ts"

describe("event data", () => {
  it.each<[name: string, value: unknown, expected: unknown]>([
    ["null", null, null],
    ["a boolean", true, true],
    ["a number", 1.5, 1.5],
    ["no number", NaN, "NaN"],
    ["a big integer", 1n, "1"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["an error", new TypeError("tml-zq9secret"), { name: "TypeError", message: "***" }],
    ["bytes", new Uint8Array(3), "3 bytes"],
    ["what is absent", { a: undefined, b: () => 1, c: [undefined] }, { c: [null] }],
    ["a nested list", [{ a: [1] }], [{ a: [1] }]],
  ])("keeps %s as JSON may hold it", (_, value, expected) => {
    expect(sanitize(value)).toEqual(expected)
  })

  it.each<[name: string, value: unknown]>([
    ["a key of Tinker", { note: "with tml-zq9secret." }],
    ["a web token", { note: "eyJzq9secret.zq9secret.zq9secret" }],
    ["a token of Hugging Face", ["hf_zq9secret"]],
    ["a header", { note: "Authorization: Bearer zq9secret" }],
    ["what is called one", { api_key: "zq9secret", nested: { clientSecret: "zq9secret", accessToken: "zq9secret" } }],
    ["a name", { "tml-zq9secret": 1 }],
  ])("hides %s", (_, value) => {
    expect(JSON.stringify(sanitize(value))).not.toContain("zq9secret")
  })

  it("ends, however deep it goes", () => {
    const value: Record<string, unknown> = {}
    value["self"] = value
    expect(JSON.stringify(sanitize(value))).toContain("…")
    expect(sanitizeText("a".repeat(10_000))).toHaveLength(4096)
  })
})
