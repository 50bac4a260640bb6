import { describe, expect } from "vitest"
import { redactText } from "../../../src/adapters/logger/redact-text.ts"
import { redactValue } from "../../../src/adapters/logger/redact-value.ts"
import { it } from "../../test.ts"

describe("a value for a log", () => {
  it.each<[name: string, value: unknown, expected: unknown]>([
    ["null", null, null],
    ["a boolean", true, true],
    ["a number", 1.5, 1.5],
    ["no number", NaN, "NaN"],
    ["a big integer", 1n, "1"],
    ["a symbol", Symbol("a"), "Symbol(a)"],
    ["nothing", undefined, null],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["no date", new Date(NaN), "Invalid Date"],
    ["an error", new TypeError("Bearer zq9secret"), { name: "TypeError", message: "***" }],
    ["bytes", new Uint8Array(3), "3 bytes"],
    ["what is absent", { a: undefined, b: () => 1, c: [undefined] }, { c: [null] }],
    ["a nested list", [{ a: [1] }], [{ a: [1] }]],
    ["a property of a strange name", JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}')],
    ["words", "The token is not valid: a basic error", "The token is not valid: a basic error"],
    ["counts", { max_tokens: 5, last_token: 7 }, { max_tokens: 5, last_token: 7 }],
  ])("is %s as JSON may hold it", (_, value, expected) => {
    expect(redactValue(value)).toEqual(expected)
  })

  it.each<[name: string, value: unknown]>([
    ["a key of a well-known maker", { note: "with sk-zq9secret0123." }],
    ["a web token", ["eyJzq9secret.zq9secret.zq9secret"]],
    ["a header", { note: "Authorization: Bearer zq9secret" }],
    ["a private key, with all its lines", "-----BEGIN PRIVATE KEY-----\nzq9secret\nzq9secret"],
    ["what is called one", { api_key: "zq9secret", nested: { clientSecret: "zq9secret", accessToken: "zq9secret" } }],
    ["what lies under such a name", { cookies: ["zq9secret"], credential: { user: "zq9secret" } }],
    ["a name", { "sk-zq9secret0123": 1 }],
    ["what the caller knows", { note: "my-zq9secret, my-zq9secret" }],
  ])("hides %s", (_, value) => {
    const hidden = JSON.stringify(redactValue(value, { secrets: /\bmy-/g }))
    expect(hidden).not.toContain("zq9secret")
    expect(hidden).toContain("***")
  })

  it("keeps the words around a secret", () => {
    expect(redactText("key sk-zq9secret0123 was refused")).toBe("key *** was refused")
  })

  it("ends, however deep or wide it goes", () => {
    const value: Record<string, unknown> = {}
    for (const name of ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]) value[name] = value
    const text = JSON.stringify(redactValue(value))
    expect(text).toContain("…")
    expect(text.length).toBeLessThan(200_000)
    expect(redactValue(Array.from({ length: 20_000 }, (_, index) => index))).toHaveLength(10_000)
    expect(redactText("a".repeat(10_000))).toHaveLength(4096)
    expect(redactText("a".repeat(10_000), { longest: 10 })).toHaveLength(10)
  })
})
