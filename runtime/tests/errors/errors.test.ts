import { inspect } from "node:util"
import { describe, expect } from "vitest"
import { causeChain } from "../../src/errors/cause-chain.ts"
import { completeError } from "../../src/errors/complete-error.ts"
import { escapeText } from "../../src/errors/escape-text.ts"
import { isPristineError } from "../../src/errors/is-pristine-error.ts"
import { PristineError } from "../../src/errors/pristine-error.ts"
import { toError } from "../../src/errors/to-error.ts"
import { toPristineError } from "../../src/errors/to-pristine-error.ts"
import { it } from "../test.ts"

const full = (): PristineError =>
  new PristineError("http", "get_pet (GET /pets/{id}) answered 404", {
    status: 404,
    body: { detail: "sentinel" },
    headers: new Headers({ "set-cookie": "sentinel" }),
    issues: [{ message: "sentinel" }],
    requestId: "r1",
    operation: "get_pet",
    attempts: 2,
    retryAfterMs: 5,
    retryable: false,
    maybeExecuted: true,
    phase: "headers",
  })

describe("O143 an error", () => {
  it("has a stable JSON form without body and headers", () => {
    expect(JSON.parse(JSON.stringify(full()))).toEqual({
      name: "PristineError",
      code: "http",
      message: "get_pet (GET /pets/{id}) answered 404",
      status: 404,
      requestId: "r1",
      operation: "get_pet",
      attempts: 2,
      retryAfterMs: 5,
      retryable: false,
      maybeExecuted: true,
      phase: "headers",
    })
  })

  it.each<[name: string, text: (error: PristineError) => string]>([
    ["JSON", (error) => JSON.stringify(error)],
    ["String", String],
    ["inspect", (error) => inspect(error)],
    ["its stack", (error) => error.stack ?? ""],
    ["its members", (error) => JSON.stringify(Object.entries(error))],
  ])("shows no payload in %s", (_, text) => {
    expect(text(full())).not.toContain("sentinel")
  })

  it("keeps payload at hand", () => {
    const error = full()
    expect([error.body, error.headers?.get("set-cookie"), error.issues?.length]).toEqual([
      { detail: "sentinel" },
      "sentinel",
      1,
    ])
  })

  it("is an Error with name, stack and cause", () => {
    const cause = new Error("inner")
    const error = new PristineError("connection", "gone", { cause })
    expect([error instanceof Error, error.name, error.cause]).toEqual([true, "PristineError", cause])
    expect(error.stack).toMatch(/^PristineError: gone\n/)
    expect("cause" in new PristineError("connection", "gone")).toBe(false)
  })

  it.each<[name: string, code: "connection" | "timeout" | "circuit_open" | "http" | "decode", want: boolean]>([
    ["connection", "connection", true],
    ["timeout", "timeout", true],
    ["circuit_open", "circuit_open", true],
    ["http", "http", false],
    ["decode", "decode", false],
  ])("of code %s is retryable by default: %s", (_, code, want) => {
    expect(new PristineError(code, "x").retryable).toBe(want)
  })

  it("O141 has a message of at most 500 characters on one line", () => {
    const { message } = new PristineError("input", `a\nb${"x".repeat(1_000)}`)
    expect(message).toHaveLength(500)
    expect(message).not.toContain("\n")
  })

  it.each<[name: string, body: unknown, want: string | undefined]>([
    ["a text", "no", "no"],
    ["message", { message: "no", error: "other" }, "no"],
    ["detail", { detail: "no" }, "no"],
    ["a nested error", { error: { message: "no" } }, "no"],
    ["O141 control characters escaped", { detail: "a\u001b[31m\r\n\u202e" }, "a\\u001b[31m\\u000d\\u000a\\u202e"],
    ["nothing", { other: 1 }, undefined],
    ["an inherited message", Object.create({ message: "no" }), undefined],
    ["no body", undefined, undefined],
  ])("detail reads %s", (_, body, want) => {
    expect(new PristineError("http", "x", { body }).detail).toBe(want)
  })
})

describe("O143 guards", () => {
  // What another copy of the package would make.
  const foreign = Object.assign(new Error("x"), { code: "http", [Symbol.for("pristine.error")]: true })

  it.each<[name: string, value: unknown, code: "http" | "timeout" | undefined, want: boolean]>([
    ["one of ours", full(), undefined, true],
    ["one of ours, by its code", full(), "http", true],
    ["one of ours, by another code", full(), "timeout", false],
    ["one of another copy", foreign, "http", true],
    ["another error", new Error("x"), undefined, false],
    ["nothing", null, undefined, false],
    ["a text", "http", undefined, false],
  ])("%s", (_, value, code, want) => {
    expect(isPristineError(value, code)).toBe(want)
  })
})

describe("what was thrown", () => {
  it.each<[name: string, thrown: unknown, want: string]>([
    ["a text", "sentinel", "A value of type string was thrown"],
    ["undefined", undefined, "A value of type undefined was thrown"],
    ["null", null, "A value of type null was thrown"],
    ["a frozen object", Object.freeze({ a: 1 }), "A value of type object was thrown"],
    ["an error", new TypeError("as it is"), "as it is"],
  ])("%s becomes an error that does not quote it", (_, thrown, want) => {
    expect(toError(thrown).message).toBe(want)
  })

  it("one of ours stays itself", () => {
    const error = full()
    expect(toPristineError(error, "config", "other")).toBe(error)
    expect(toPristineError("x", "config", "other")).toMatchObject({ code: "config", message: "other" })
  })

  it("what the thrower knew stays, the rest is added", () => {
    const error = completeError(new PristineError("timeout", "x", { phase: "connect" }), {
      operation: "a",
      phase: "total",
      attempts: 3,
    })
    expect([error.operation, error.phase, error.attempts]).toEqual(["a", "connect", 3])
  })
})

it("a chain of causes ends, also where it is a circle", () => {
  const inner: { cause?: unknown } = new Error("inner")
  const outer = new Error("outer", { cause: inner })
  inner.cause = outer
  expect(causeChain(outer)).toEqual([outer, inner])
  const long = Array.from({ length: 100 }).reduce((cause) => new Error("x", { cause }), undefined)
  expect(causeChain(long)).toHaveLength(16)
  expect(causeChain("text")).toEqual(["text"])
})

it.each([
  ["short text stays", "abc", 5, "abc"],
  ["long text is cut", "abcdef", 5, "abcd…"],
  ["escapes count", "\n\n", 5, "\\u00…"],
])("%s", (_, text, limit, want) => {
  expect(escapeText(text, limit)).toBe(want)
})
