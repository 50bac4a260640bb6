import { looksSecret } from "../../../src/adapters/logger/secrets.ts"
import { describe, expect } from "vitest"
import { loggingTransport } from "../../../src/adapters/logger/logging-transport.ts"
import { redactHeaders } from "../../../src/adapters/logger/redact-headers.ts"
import { redactUrl } from "../../../src/adapters/logger/redact-url.ts"
import { consoleTelemetry } from "../../../src/adapters/telemetry/console-telemetry.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { provider } from "../../../src/core/client/provider.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { serviceError } from "../../../src/core/response/service-error.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { escapeText } from "../../../src/errors/escape-text.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { fakeTransport, type FakeStep } from "../../../src/testing/fake-transport.ts"
import { bench, rejection, spec, testService } from "../../core/fixture.ts"
import { events, streamSpec } from "../../core/stream/stream-fixture.ts"
import { it } from "../../test.ts"

const secret = "zq9canary"
const credentials = [
  ...["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token"],
  ...["x-amz-security-token", "x-goog-api-key", "idempotency-key", "x-csrf-token", "x-vault-token", "x-functions-key"],
]
/** Spellings of one name. */
const cases: readonly (readonly [name: string, spell: (name: string) => string])[] = [
  ["small", (name) => name.toLowerCase()],
  ["capital", (name) => name.toUpperCase()],
  ["mixed", (name) => name.replaceAll(/\b\w/g, (letter) => letter.toUpperCase())],
  ["odd", (name) => name.replaceAll(/../g, ([one = "", two = ""]) => one + two.toUpperCase())],
]

describe("O139 headers of credentials", () => {
  const rows = credentials.flatMap((name) => cases.map(([, spell]) => spell(name)))

  it.each(rows)("%s is hidden, also where somebody allows it", (name) => {
    for (const allowed of [[], [name], [name.toLowerCase()], [name.toUpperCase()]]) {
      expect(redactHeaders([[name, secret]], allowed)).toEqual([[name, "***"]])
    }
  })

  it.each(cases)("what is allowed is shown in any case: %s", (_, spell) => {
    for (const name of ["content-type", "retry-after", "x-request-id", "ratelimit", "traceparent", "etag"]) {
      expect(redactHeaders([[spell(name), "v"]])).toEqual([[spell(name), "v"]])
    }
    expect(redactHeaders([[spell("x-trace"), "v"]], ["X-Trace"])).toEqual([[spell("x-trace"), "v"]])
  })

  it.each([
    ["content-length", "12", "12"],
    ["Content-Length", secret, "***"],
    ["transfer-encoding", "gzip, chunked", "gzip, chunked"],
    ["TRANSFER-ENCODING", secret, "***"],
    ["connection", "keep-alive", "keep-alive"],
    ["Connection", secret, "***"],
  ])("%s: %s is shown as %s: who puts a key into what frames the message has it hidden", (name, value, shown) => {
    expect(redactHeaders([[name, value]])).toEqual([[name, shown]])
  })

  it.each([
    ...[
      "link",
      "www-authenticate",
      "x-forwarded-for",
      "x-custom",
      "x-ratelimit-remaining",
      "x-authorization",
      "refresh",
    ],
    ...["x-amz-id-2", "__proto__", "constructor", "x-request-id2", " content-type", "content-type ", "content–type"],
  ])("%j is on no list and hidden", (name) => expect(redactHeaders([[name, secret]])[0]?.[1]).toBe("***"))

  it.each([
    ["an AWS key", "AKIAABCDEFGHIJKLMNOP"],
    ["a passing AWS key", "ASIAABCDEFGHIJKLMNOP"],
    ["a Stripe key", `sk_live_${secret}`],
    ["a restricted Stripe key", `rk_test_${secret}`],
    ["a GitHub token", "ghs_abcdefghijklmnop1234"],
    ["a fine GitHub token", "github_pat_abcdefghijklmnop1234"],
    ["a GitLab token", "glpat-abcdefghijklmnop1234"],
    ["a Slack token", "xoxb-1234567890-abc"],
    ["a Google key", `AIza${"A1b2".repeat(8)}xyz`],
    ["a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"],
    ["a PEM key", "-----BEGIN EC PRIVATE KEY-----"],
    ["a scheme in capitals", "BEARER abc"],
    ["a scheme after text", "v1, bearer\tabc"],
    ["basic credentials", "basic dTpw"],
  ])("%s is hidden even in a header and a query that are shown", (_, value) => {
    expect(redactHeaders([["server", value]])).toEqual([["server", "***"]])
    expect(redactUrl(`https://x.test/a?v=${encodeURIComponent(value)}`, ["v"])).toBe("https://x.test/a?v=***")
    expect(redactUrl(`https://x.test/${encodeURIComponent(value)}/b`)).toBe("https://x.test/***/b")
    expect(redactUrl(`https://x.test/?${encodeURIComponent(value)}`)).toBe("https://x.test/?***=***")
  })
})

describe("O139 URLs", () => {
  it.each<[name: string, url: string, want: string]>([
    ["user and password", `https://u:${secret}@x.test/a`, "https://x.test/a"],
    ["user alone", `https://${secret}@x.test/a`, "https://x.test/a"],
    ["password alone", `https://:${secret}@x.test/a`, "https://x.test/a"],
    ["an encoded password", `https://u:${secret}%40%3A@x.test/a`, "https://x.test/a"],
    ["an @ in the password", `https://u:${secret}@y.test@x.test/a`, "https://x.test/a"],
    ["userinfo without a scheme", `//u:${secret}@x.test/a`, "http://x.test/a"],
    ["userinfo and backslashes", `https:\\\\u:${secret}@x.test\\a`, "https://x.test/a"],
    ["userinfo and tabs", `https://u:\t${secret}@x.test/a`, "https://x.test/a"],
    ["userinfo with a port", `https://u:${secret}@x.test:8443/a`, "https://x.test:8443/a"],
    ["userinfo of a broken URL", `https://u:${secret}@x.test:99999/a`, "***"],
    ["a fragment", `https://x.test/a#access_token=${secret}`, "https://x.test/a"],
    ["a query and a fragment", `https://x.test/a?t=${secret}#${secret}`, "https://x.test/a?t=***"],
    ["two of one name", `https://x.test/a?t=${secret}&t=${secret}`, "https://x.test/a?t=***&t=***"],
    ["a name without a value", "https://x.test/a?t", "https://x.test/a?t=***"],
    ["a data URL's path", "data:text/plain,x", "data:text/plain,x"],
    ["a relative one", `/a/b?t=${secret}`, "/a/b?t=***"],
    ["nothing", "", "/"],
    ["a path that is no UTF-8", `https://x.test/%ff?t=${secret}`, "https://x.test/%ff?t=***"],
  ])("%s", (_, url, want) => {
    expect(redactUrl(url)).toBe(want)
    for (const header of ["Location", "CONTENT-LOCATION", "referer"]) {
      expect(redactHeaders([[header, url]])).toEqual([[header, want]])
    }
  })

  const presigned: readonly (readonly [name: string, query: readonly string[], shown: readonly string[]])[] = [
    [
      "of S3, version 4",
      ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-Security-Token"],
      ["X-Amz-Algorithm", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"],
    ],
    ["of S3, version 2", ["AWSAccessKeyId", "Signature"], ["Expires"]],
    ["of Google", ["X-Goog-Credential", "X-Goog-Signature"], ["X-Goog-Algorithm", "X-Goog-Date", "X-Goog-Expires"]],
    ["of Google, version 2", ["GoogleAccessId", "Signature"], ["Expires"]],
    ["of Azure", ["sig"], ["sv", "se", "sp", "sr"]],
    ["of CloudFront", ["Signature", "Key-Pair-Id"], ["Expires"]],
    [
      "with a key of the service",
      [
        "access_token",
        "refresh_token",
        "id_token",
        "client_secret",
        "api_key",
        "apikey",
        "api-key",
        "token",
        "password",
      ],
      ["limit"],
    ],
  ]

  it.each(
    presigned.flatMap(([name, hidden, shown]) =>
      cases.map(([spelled, spell]) => [name, spelled, hidden.map(spell), shown] as const),
    ),
  )("signed %s, in %s letters: what signs is hidden from all", (_, __, hidden, shown) => {
    const query = [...hidden.map((name) => `${name}=${secret}`), ...shown.map((name) => `${name}=v`)].join("&")
    const text = redactUrl(`https://x.test/a?${query}`, [...hidden, ...shown])
    const want = [...hidden.map((name) => `${name}=***`), ...shown.map((name) => `${name}=v`)].join("&")
    expect(text).toBe(`https://x.test/a?${want}`)
    expect(redactUrl(`https://x.test/a?${query}`)).not.toMatch(/=(?!\*\*\*)/)
  })

  it.each(cases)("a parameter is allowed in any case: %s", (_, spell) => {
    expect(redactUrl(`https://x.test/?${spell("limit")}=5`, ["Limit"])).toBe(`https://x.test/?${spell("limit")}=5`)
  })

  it.each([
    ...[`https://me:${secret}@zoo.test`, `https://${secret}@zoo.test/v1`, `https://zoo.test/?key=${secret}`],
    ...[`https://zoo.test/#${secret}`, `${secret}://zoo.test`, `https://${secret} /`],
  ])("a base URL that is refused is not quoted: %#", (baseUrl) => {
    const make = (): unknown => createClient(testService(), { baseUrl })
    expect(make).toThrow(expect.objectContaining({ code: "config" }))
    expect(make).not.toThrow(secret)
  })
})

/** What would begin a line, act on a terminal, or show text in another order than it is written. */
const unsafe: readonly (readonly [name: string, text: string])[] = [
  ["CR", "\r"],
  ["LF", "\n"],
  ["CR and LF", "\r\n"],
  ["ESC", "\u001b[2J\u001b]0;x\u0007"],
  ["CSI", "\u009b31m"],
  ["NUL", "\u0000"],
  ["backspace", "\b"],
  ["DEL", "\u007f"],
  ["NEL", "\u0085"],
  ["line separator", "\u2028"],
  ["paragraph separator", "\u2029"],
  ["Arabic letter mark", "\u061c"],
  ["marks of direction", "\u200e\u200f"],
  ["embeddings and overrides", "\u202a\u202b\u202c\u202d\u202e"],
  ["isolates", "\u2066\u2067\u2068\u2069"],
  ["byte order mark", "\ufeff"],
]
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

describe("a line of the log", () => {
  it("leaves out the headers that are unwanted, of requests and answers", async () => {
    const lines: string[] = []
    const step = { status: 200, headers: { "X-Platform": "a", "X-Else": "b" }, body: "" }
    const write = (line: string): void => void lines.push(line)
    const transport = loggingTransport(fakeTransport([step]), { write, omit: ["x-platform", "accept"] })
    const { client } = bench([], { transport, headers: { "x-Platform": "a", "x-other": "b" } }, testService())
    await defineOperation(() => spec({ service: testService() }))({}, { client })
    expect(lines.join("\n")).toMatch(/x-other: \*\*\*[^]*x-else: \*\*\*/i)
    expect(lines.join("\n")).not.toMatch(/x-platform|accept:/i)
  })
})

describe("O141 what a server says, in messages and lines of a log", () => {
  const service = testService({ provider: provider({ failure: [serviceError(["code"], ["message"])] }) })

  /** A call that fails, and every line and message that tells of it. */
  async function told(step: FakeStep): Promise<readonly string[]> {
    const lines: string[] = []
    const write = (line: string): void => void lines.push(line)
    const transport = loggingTransport(fakeTransport([step]), { write, headers: ["x-said"], query: ["q"] })
    const { client } = bench([], { transport, telemetry: consoleTelemetry({ write }) }, service)
    const error = (await rejection(defineOperation(() => spec({ service }))({}, { client }))) as PristineError
    const { message, detail = "", serviceCode = "", requestId = "", stack = "" } = error
    const [first = ""] = stack.split("\n")
    return [...lines, message, String(error), detail, serviceCode, requestId, first, JSON.stringify(error)]
  }

  it.each(unsafe)("%s in the message and code of a body", async (_, text) => {
    const body = { code: `a${text}b`, message: `a${text}b` }
    const said = await told({ status: 400, body })
    expect(said.filter((line) => controls.test(line))).toEqual([])
    expect(said).toContain(escapeText(body.message, 500))
  })

  it.each(unsafe)("%s in a body that is text and in one that is a page", async (_, text) => {
    for (const type of ["text/plain", "text/html"]) {
      const said = await told({ status: 500, headers: { "content-type": type }, body: `a${text}b` })
      expect(said.filter((line) => controls.test(line))).toEqual([])
    }
  })

  it.each(unsafe)("%s in a header that is shown and in an address", (_, text) => {
    const shown = redactHeaders([
      ["server", `a${text}b`],
      ["location", `https://x.test/a${text}b?q=${text}`],
      [`x-${text}`, "v"],
    ]).flat()
    expect(shown.filter((line) => controls.test(line))).toEqual([])
  })

  it.each(unsafe)("%s in an id of a request", async (_, text) => {
    const headers = new Headers()
    // What a platform's Headers refuse, a transport cannot hand on either.
    const isHeader = !/[\r\n\u0000]|[^\u0000-\u00ff]/.test(text)
    if (isHeader) headers.set("x-request-id", `a${text}b`)
    const withId = testService({ provider: provider({ requestId: ["x-request-id"] }) })
    const { client } = bench([{ status: 500, headers: Object.fromEntries(headers) }], {}, withId)
    const error = (await rejection(defineOperation(() => spec({ service: withId }))({}, { client }))) as PristineError
    expect(error.requestId).toBe(isHeader ? escapeText(`a${text}b`, 200) : undefined)
  })

  it.each(unsafe)("%s in an event that says that the service failed", async (_, text) => {
    const body = `event: error\ndata: ${JSON.stringify({ message: `a${text}b` })}\n\n`
    const { client } = bench([{ headers: events, body }])
    const stream = await defineStream(() => streamSpec())({}, { client })
    const error = (await rejection(stream[Symbol.asyncIterator]().next())) as PristineError
    expect(
      [error.message, error.detail, String(error)].filter((line) => line === undefined || controls.test(line)),
    ).toEqual([])
    expect(error.detail).toBe(escapeText(`a${text}b`, 500))
  })

  it.each(unsafe)("%s in an error and a method that a transport of another make has", async (_, text) => {
    const lines: string[] = []
    const foreign = Object.assign(new Error(`a${text}b`), { code: "http", [Symbol.for("pristine.error")]: true })
    const transport = loggingTransport(fakeTransport([foreign]), { write: (line) => lines.push(line) })
    const request = { method: `GET${text}`, url: "https://x.test/", headers: [], timeouts: {} }
    await rejection(transport.send({ ...request, signal: new AbortController().signal }))
    expect(lines).toHaveLength(2)
    expect(lines.filter((line) => controls.test(line))).toEqual([])
  })

  it.each(unsafe)("%s in a message of ours", (_, text) => {
    const error = new PristineError("input", `a${text}b`)
    expect(
      [error.message, String(error), error.stack?.split("\n    at")[0]].filter((line) => controls.test(line ?? "\n")),
    ).toEqual([])
  })
})

it("a long text that nearly holds a token is read in time that grows with its length", () => {
  expect(looksSecret("eyJa".repeat(250_000))).toBe(false)
  expect(looksSecret(`eyJa-${"eyJa".repeat(9)}.eyJb.c`)).toBe(true)
})
