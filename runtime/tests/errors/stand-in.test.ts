import { inspect } from "node:util"
import { describe, expect } from "vitest"
import { PristineError } from "../../src/errors/pristine-error.ts"
import { standIn } from "../../src/errors/stand-in.ts"
import { it } from "../test.ts"

const secret = "HUNTER2"

class ParserError extends Error {
  override readonly name = "ParserError"
  readonly code = "HPE_INVALID"
  readonly data = `Set-Cookie: sid=${secret}`
}

const thrown: Readonly<Record<string, unknown>> = {
  "a parser's error, which holds what was left of the answer": new ParserError(`cannot read ${secret}`),
  "an error of JSON, which quotes it": new SyntaxError(`Unexpected token, "${secret}" is not valid JSON`),
  "an error that names the URL": Object.assign(new Error("no"), {
    path: `https://a.test/?key=${secret}`,
    code: "ConnectionRefused",
  }),
  "an error under another": new TypeError(secret, { cause: new Error(secret, { cause: secret }) }),
  "several errors": new AggregateError([new Error(secret)], secret),
  "a value that is no error": { toString: () => secret },
  "a text": secret,
}

describe("what stands in for a foreign error", () => {
  it.each(Object.entries(thrown))("shows nothing of %s", (_, error) => {
    const shown = standIn(error)
    expect(inspect(shown, { depth: 9, showHidden: true })).not.toContain(secret)
    expect(String(shown) + shown.message + (shown.stack ?? "")).not.toContain(secret)
  })

  it("keeps its class, its code, its causes and where it was thrown", () => {
    const shown = standIn(new ParserError(secret, { cause: new RangeError(secret) }))
    expect(shown).toMatchObject({ code: "HPE_INVALID", cause: { name: "RangeError" } })
    expect(shown.name).toBe("ParserError")
    expect(shown.stack).toMatch(/^ParserError: HPE_INVALID\n {4}at .*stand-in\.test\.ts/)
  })

  it("leaves our own errors, and ends in a circle", () => {
    const own = new PristineError("input", "no")
    expect(standIn(own)).toBe(own)
    const circle: { cause?: unknown } & Error = new Error("a")
    circle.cause = circle
    expect(() => standIn(circle)).not.toThrow()
  })
})
