import { describe, expect } from "vitest"
import { loggingTransport } from "../../../src/adapters/logger/logging-transport.ts"
import { redactHeaders } from "../../../src/adapters/logger/redact-headers.ts"
import { redactUrl } from "../../../src/adapters/logger/redact-url.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"

describe("O139 redactHeaders", () => {
  it.each([
    "Authorization",
    "authorization",
    "AUTHORIZATION",
    "Proxy-Authorization",
    "Cookie",
    "Set-Cookie",
    "X-API-Key",
    "Api-Key",
    "X-Auth-Token",
    "X-Amz-Security-Token",
    "X-Goog-Api-Key",
    "Idempotency-Key",
    "X-Custom-Credential",
    "X-Forwarded-For",
    "Link",
  ])("hides the value of %s", (name) => expect(redactHeaders([[name, "secret"]])).toEqual([[name, "***"]]))

  it.each(["Content-Type", "RETRY-AFTER", "x-request-id", "Date", "Server", "User-Agent"])(
    "shows the value of %s",
    (name) => expect(redactHeaders([[name, "plain"]])).toEqual([[name, "plain"]]),
  )

  it("shows what is allowed besides", () => {
    expect(redactHeaders([["X-Trace", "t"]], ["x-trace"])).toEqual([["X-Trace", "t"]])
  })

  it.each([
    "Bearer abc",
    "Basic dTpw",
    "sk-abcdefgh1234",
    "eyJhbGciOi.eyJzdWIi.sig",
    "-----BEGIN PRIVATE KEY-----",
    "AKIAABCDEFGHIJKLMNOP",
    "ghp_abcdefghijklmnop1234",
    "app/1 (Bearer abc)",
  ])("hides %j even where values are shown", (value) => {
    expect(redactHeaders([["User-Agent", value]], ["user-agent"])).toEqual([["User-Agent", "***"]])
  })

  it("O141 escapes and shortens", () => {
    const [[, value] = []] = redactHeaders([["server", `a\r\n\u001b${"x".repeat(1000)}`]])
    expect(value).toMatch(/^a\\u000d\\u000a\\u001bx+…$/)
    expect(value?.length).toBeLessThanOrEqual(256)
  })

  it("shows an address without its query", () => {
    expect(redactHeaders([["Location", "https://u:p@s3.test/a?X-Amz-Signature=secret#f"]])).toEqual([
      ["Location", "https://s3.test/a?X-Amz-Signature=***"],
    ])
  })
})

describe("O139 redactUrl", () => {
  it.each<[text: string, expected: string]>([
    ["https://api.test/v1/pets?limit=10&api_key=secret", "https://api.test/v1/pets?limit=10&api_key=***"],
    ["https://user:secret@api.test/", "https://api.test/"],
    ["https://api.test/#secret", "https://api.test/"],
    ["/relative?token=secret", "/relative?token=***"],
    ["https://api.test/?secret", "https://api.test/?secret=***"],
    ["http://[secret", "***"],
    ["https://api.test/a\u202eb", "https://api.test/a%E2%80%AEb"],
  ])("%j", (text, expected) => expect(redactUrl(text, ["limit"])).toBe(expected))
})

describe("loggingTransport", () => {
  const request = {
    method: "POST",
    url: "https://api.test/pets?key=secret",
    headers: [
      ["Authorization", "Bearer secret"],
      ["Accept", "application/json"],
    ] as const,
    body: "secret",
    timeouts: {},
  }

  it("tells of an exchange without its secrets", async () => {
    const lines: string[] = []
    const answer = { status: 201, headers: { "set-cookie": "secret", date: "now" }, body: "secret" }
    const inner = fakeTransport([answer])
    const transport = loggingTransport(inner, { write: (line) => lines.push(line) })
    const { body } = await transport.send({ ...request, signal: new AbortController().signal })
    expect(await body.text()).toBe("secret")
    expect(lines).toEqual([
      "#1 → POST https://api.test/pets?key=*** {Authorization: ***, Accept: application/json}",
      "#1 ← 201 {date: now, set-cookie: ***}",
    ])
    await transport.close?.()
    expect(inner.closed).toBe(true)
  })

  it("hides what the description calls a secret, although it is allowed", async () => {
    const lines: string[] = []
    const transport = loggingTransport(fakeTransport([{ headers: { "x-pin": "secret" } }]), {
      write: (line) => lines.push(line),
      headers: ["x-pin"],
      query: ["pin", "page"],
    })
    const url = "https://api.test/v1/keys/secret/a?pin=secret&page=2"
    const secrets = { names: ["pin", "x-pin"], route: "/keys/{pin}/a" }
    await transport.send({ ...request, url, secrets, signal: new AbortController().signal })
    expect(lines[0]).toContain("→ POST https://api.test/v1/keys/***/a?pin=***&page=2")
    expect(lines.join()).not.toContain("secret")
  })

  it.each<[name: string, error: Error, expected: string]>([
    ["an error of ours", new PristineError("timeout", "too slow"), "#1 ✗ timeout: too slow"],
    ["a caller's abort", new Error("secret"), "#1 ✗ aborted"],
  ])("tells of %s", async (_, error, expected) => {
    const lines: string[] = []
    const transport = loggingTransport(fakeTransport([error]), { write: (line) => lines.push(line) })
    await expect(transport.send({ ...request, signal: new AbortController().signal })).rejects.toBe(error)
    expect(lines[1]).toBe(expected)
  })
})
