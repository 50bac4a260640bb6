import { describe, expect } from "vitest"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { checkOptions } from "../../../src/core/client/check-options.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { it } from "../../test.ts"
import { testService } from "../fixture.ts"

const warningsOf = (given: object): readonly string[] => {
  const warnings: string[] = []
  checkOptions(given, ({ code, message }) => warnings.push(`${code}: ${message}`))
  return warnings
}

describe("an option of createClient", () => {
  it.each<[name: string, given: object, warnings: readonly string[]]>([
    ["that there is", { retry: false, baseUrl: "https://zoo.test" }, []],
    ["of another name", { retries: 3 }, ["config: createClient has no option `retries`: did you mean `retry`?"]],
    ["in other letters", { baseURL: "x" }, ["config: createClient has no option `baseURL`: did you mean `baseUrl`?"]],
    ["that nothing is like", { fetch: 1 }, ["config: createClient has no option `fetch`"]],
    [
      "beside another one",
      { dispatcher: 1, timeoutMs: 5 },
      [
        "config: createClient has no option `dispatcher`",
        "config: createClient has no option `timeoutMs`: did you mean `timeout`?",
      ],
    ],
    [
      "within another one",
      { timeout: { attempt_ms: 5 }, streamLimits: { maxEvnts: 1 }, hooks: [{ onrequest() {} }] },
      [
        "config: createClient has no option `timeout.attempt_ms`: did you mean `timeout.attemptMs`?",
        "config: createClient has no option `streamLimits.maxEvnts`: did you mean `streamLimits.maxEvents`?",
        "config: createClient has no option `hooks.onrequest`: did you mean `hooks.onRequest`?",
      ],
    ],
    ["with a name of all objects", { toString: 1 }, ["config: createClient has no option `toString`"]],
    ["that a prototype has", Object.create({ retries: 3 }) as object, []],
  ])("%s", (_, given, warnings) => {
    expect(warningsOf(given)).toEqual(warnings)
  })

  it("that there is not is told of, by its name and never its value, and stops nothing", () => {
    const warnings: unknown[] = []
    const onWarning: ClientOptions["onWarning"] = (warning) => warnings.push(warning.message)
    const options = { token: "sentinel", onWarning }
    expect(createClient(testService(), options).baseUrl).toBe("https://zoo.test/v1")
    expect(warnings).toEqual(["createClient has no option `token`"])
  })

  it.each<[name: keyof ClientOptions, wrong: unknown, message: RegExp]>([
    ["auth", "sentinel", /^`auth` of createClient must be a credential such as `bearer\(token\)`/],
    ["transport", {}, /a method `send`/],
    ["retry", 5, /or false$/],
    ["telemetry", {}, /a method `emit`/],
    ["timeout", "5s", /milliseconds/],
    ["headers", "sentinel", /an object of texts/],
    ["query", "sentinel", /an object of texts/],
    ["hooks", "sentinel", /hooks/],
    ["clock", {}, /a method `schedule`/],
    ["validate", false, /"strict", "tolerant", "warn" or "off"/],
    ["compress", "gzip", /a list/],
  ])("of another kind is refused: %s", (name, wrong, message) => {
    const make = (): unknown => createClient(testService(), { [name]: wrong })
    expect(make).toThrow(expect.objectContaining({ code: "config", message: expect.stringMatching(message) as string }))
    expect(make).not.toThrow("sentinel")
  })
})
