import { once } from "node:events"
import { describe, expect } from "vitest"
import { clientCredentials } from "../../../../src/adapters/auth/oauth/client-credentials.ts"
import type { OAuthClientOptions } from "../../../../src/adapters/auth/oauth/oauth-client.ts"
import { fetchTransport } from "../../../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../../../src/adapters/transport/undici-transport.ts"
import { PristineError } from "../../../../src/errors/pristine-error.ts"
import { fakeTransport, type FakeAnswer, type FakeStep } from "../../../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../../../src/testing/virtual-clock.ts"
import { it } from "../../../test.ts"
import { serveHttp } from "../../transport/loopback.ts"
import { ask, failureOf, shown, sourceContext } from "../source-context.ts"
import { serveOAuth } from "./oauth-server.ts"

const server = { issuer: "https://as.test", tokenEndpoint: "https://as.test/token" }
const secret = "s3cr3t-SENTINEL"
const base: OAuthClientOptions = { server, clientId: "cli", clientSecret: secret }
const good = { access_token: "at-1", token_type: "Bearer", expires_in: 3600 }

function request(steps: readonly FakeStep[], options: Partial<OAuthClientOptions> = {}, clock = new VirtualClock()) {
  const transport = fakeTransport(steps)
  const source = clientCredentials({ ...base, ...options })
  const token = (async () => ask(source(sourceContext({ transport, clock }))))()
  return { token, transport }
}

describe("N130 the client's id and secret", () => {
  it.each<[name: string, id: string, password: string, expected: string]>([
    [
      "plain ones (RFC 6749, section 2.3.1)",
      "s6BhdRkqt3",
      "7Fjfp0ZBr1KtDRbnfVdmIw",
      "s6BhdRkqt3:7Fjfp0ZBr1KtDRbnfVdmIw",
    ],
    ["a colon in the id", "a:b", "c", "a%3Ab:c"],
    ["a space", "a b", "c d", "a+b:c+d"],
    ["a percent sign", "a%b", "c%20", "a%25b:c%2520"],
    ["a plus", "a+b", "c", "a%2Bb:c"],
    ["beyond ASCII (appendix B)", " %&+£€", "x", "+%25%26%2B%C2%A3%E2%82%AC:x"],
    ["what servers that forget to decode must see as it is", "my-client_1.x", "a-b", "my-client_1.x:a-b"],
  ])("N130 are form-encoded before Basic: %s", async (_, clientId, clientSecret, expected) => {
    const { token, transport } = request([{ body: good }], { clientId, clientSecret })
    await token
    const [, header = ""] = transport.requests[0]?.headers.find(([name]) => name === "authorization") ?? []
    expect(Buffer.from(header.slice("Basic ".length), "base64").toString()).toBe(expected)
  })

  it.each<[name: string, options: Partial<OAuthClientOptions>, body: string, hasHeader: boolean]>([
    ["basic", {}, "grant_type=client_credentials", true],
    ["body", { clientAuth: "body" }, `client_id=cli&client_secret=${secret}&grant_type=client_credentials`, false],
    ["none", { clientAuth: "none" }, "client_id=cli&grant_type=client_credentials", false],
    ["a scope", { scope: "read write" }, "scope=read+write&grant_type=client_credentials", true],
    ["scopes", { scope: ["read", "write"] }, "scope=read+write&grant_type=client_credentials", true],
    ["no scope", { scope: [] }, "grant_type=client_credentials", true],
    ["further parameters", { parameters: { audience: "a&b" } }, "audience=a%26b&grant_type=client_credentials", true],
    [
      "parameters that would change the grant",
      { parameters: { grant_type: "password" } },
      "grant_type=client_credentials",
      true,
    ],
  ])("N130 go into a token request: %s", async (_, options, body, hasHeader) => {
    const { token, transport } = request([{ body: good }], options)
    await token
    const [sent] = transport.requests
    const sorted = (text: unknown): string[] => String(text).split("&").sort()
    expect([sent?.method, sent?.url, sorted(sent?.body)]).toEqual(["POST", server.tokenEndpoint, sorted(body)])
    expect(sent?.headers.some(([name]) => name === "authorization")).toBe(hasHeader)
  })

  it.each<
    [
      name: string,
      options: Partial<OAuthClientOptions>,
      env: Record<string, string>,
      credential: string | undefined,
      expected: RegExp | undefined,
    ]
  >([
    [
      "out of the environment",
      { clientId: { env: "ID" }, clientSecret: { env: "SECRET" } },
      { ID: "cli", SECRET: secret },
      undefined,
      undefined,
    ],
    ["the scheme's credential", {}, {}, secret, undefined],
    ["an id that is not set", { clientId: { env: "MY_ID" } }, {}, secret, /set MY_ID, or pass `auth`/],
    ["a secret that is not set", { clientSecret: { env: "MY_SECRET" } }, {}, secret, /set MY_SECRET, or pass `auth`/],
    ["an empty id", { clientId: "" }, {}, secret, /No client id/],
    ["an empty secret", { clientSecret: "" }, {}, undefined, /No client secret/],
    ["no secret to send", { clientAuth: "body" }, {}, undefined, /No client secret/],
  ])("N130 come from where the options say: %s", async (_, options, env, credential, expected) => {
    const transport = fakeTransport([{ body: good }])
    const source = clientCredentials({ server, clientId: "cli", ...options })
    const token = (async () => ask(source(sourceContext({ transport, env: (name) => env[name], credential }))))()
    if (expected === undefined) {
      await token
      const [, header = ""] = transport.requests[0]?.headers.find(([name]) => name === "authorization") ?? []
      expect(Buffer.from(header.slice(6), "base64").toString()).toBe(`cli:${secret}`)
      return
    }
    const error = await failureOf(token)
    expect([error.code, error.phase, transport.requests.length]).toEqual(["config", "auth", 0])
    expect(error.message).toMatch(expected)
  })
})

describe("N134 the token endpoint's URL", () => {
  it.each<[name: string, tokenEndpoint: string, expected: RegExp]>([
    ["http", "http://as.test/token", /neither https nor on the loopback/],
    ["http to a host that starts like a loopback one", "http://127.0.0.1.evil.test/token", /neither https/],
    ["http to a host named after it", "http://localhost.evil.test/token", /neither https/],
    ["another scheme", "ftp://as.test/token", /neither https/],
    ["a script", "javascript:alert(1)", /neither https/],
    ["a relative one", "/token", /not an absolute URL/],
    ["an empty one", "", /not an absolute URL/],
    ["user and password", "https://user:SENTINEL@as.test/token", /with credentials/],
    ["a fragment", "https://as.test/token#SENTINEL", /with a fragment/],
    ["an empty fragment", "https://as.test/token#", /with a fragment/],
  ])("N134 is refused before anything is sent: %s", async (_, tokenEndpoint, expected) => {
    const { token, transport } = request([], { server: { issuer: "https://as.test", tokenEndpoint } })
    const error = await failureOf(token)
    expect([error.code, transport.requests.length, shown(error).includes("SENTINEL")]).toEqual(["config", 0, false])
    expect(error.message).toMatch(expected)
  })

  it.each([
    "https://as.test/token",
    "http://127.0.0.1:8/token",
    "http://127.9.9.9/t",
    "http://[::1]/token",
    "http://localhost:8/t",
  ])("N134 is taken: %s", async (tokenEndpoint) => {
    const { token } = request([{ body: good }], { server: { issuer: "https://as.test", tokenEndpoint } })
    expect((await token).value).toBe("at-1")
  })
})

describe("N134 an answer that gives no token", () => {
  type Code = PristineError["code"]
  const echo = "SENTINEL"
  it.each<[name: string, answer: FakeAnswer, code: Code, retryable: boolean, expected: RegExp]>([
    ["a redirect", { status: 302, headers: { location: `https://evil.test/${echo}` } }, "auth", false, /redirects/],
    ["a redirect that keeps the method", { status: 307, headers: { location: "/other" } }, "auth", false, /redirects/],
    ["a permanent redirect", { status: 308, headers: { location: "/other" } }, "auth", false, /redirects/],
    [
      "invalid_client",
      { status: 401, body: { error: "invalid_client", error_description: echo } },
      "auth",
      false,
      /invalid_client \(status 401\)/,
    ],
    [
      "invalid_client with a challenge",
      { status: 401, headers: { "www-authenticate": `Basic realm="${echo}"` }, body: { error: "invalid_client" } },
      "auth",
      false,
      /invalid_client/,
    ],
    [
      "a challenge without a body",
      { status: 401, headers: { "www-authenticate": `Basic realm="${echo}"` } },
      "auth",
      false,
      /no error code \(status 401\)/,
    ],
    ["invalid_grant", { status: 400, body: { error: "invalid_grant" } }, "auth", false, /invalid_grant \(status 400\)/],
    ["invalid_scope", { status: 400, body: { error: "invalid_scope" } }, "auth", false, /invalid_scope/],
    [
      "unauthorized_client",
      { status: 403, body: { error: "unauthorized_client" } },
      "auth",
      false,
      /unauthorized_client/,
    ],
    ["an error code that is not registered", { status: 400, body: { error: echo } }, "auth", false, /not registered/],
    ["an error that is no text", { status: 400, body: { error: { code: echo } } }, "auth", false, /not registered/],
    [
      "an error in a success",
      { status: 200, body: { error: "invalid_grant" } },
      "auth",
      false,
      /invalid_grant \(status 200\)/,
    ],
    [
      "an error beside a token",
      { status: 200, body: { ...good, access_token: echo, error: "invalid_grant" } },
      "auth",
      false,
      /invalid_grant/,
    ],
    [
      "a page with status 500",
      { status: 500, body: `<html>${echo}</html>` },
      "auth",
      true,
      /no error code \(status 500\)/,
    ],
    ["503", { status: 503, body: "" }, "auth", true, /status 503/],
    ["429", { status: 429, body: { error: "invalid_request" } }, "auth", true, /status 429/],
    [
      "temporarily_unavailable",
      { status: 400, body: { error: "temporarily_unavailable" } },
      "auth",
      true,
      /temporarily/,
    ],
    [
      "a page",
      { status: 200, headers: { "content-type": "text/html" }, body: `<html>${echo}</html>` },
      "decode",
      false,
      /no JSON object/,
    ],
    ["nothing", { status: 200 }, "decode", false, /no JSON object/],
    ["no content", { status: 204 }, "decode", false, /no JSON object/],
    ["another success", { status: 201, body: good }, "decode", false, /status 201/],
    ["a list", { status: 200, body: [good] }, "decode", false, /no JSON object/],
    ["null", { status: 200, body: "null" }, "decode", false, /no JSON object/],
    ["a text", { status: 200, body: JSON.stringify(echo) }, "decode", false, /no JSON object/],
    ["half an object", { status: 200, body: `{"access_token":"${echo}"` }, "decode", false, /no JSON object/],
    ["a form", { status: 200, body: `access_token=${echo}&token_type=bearer` }, "decode", false, /no JSON object/],
    ["no token", { status: 200, body: { token_type: "Bearer" } }, "decode", false, /without a usable token/],
    ["an empty token", { status: 200, body: { ...good, access_token: "" } }, "decode", false, /without a usable token/],
    [
      "a token that is no text",
      { status: 200, body: { ...good, access_token: 7 } },
      "decode",
      false,
      /without a usable token/,
    ],
    [
      "a token that is null",
      { status: 200, body: { ...good, access_token: null } },
      "decode",
      false,
      /without a usable token/,
    ],
    [
      "an inherited token",
      { status: 200, body: '{"__proto__":{"access_token":"x","token_type":"Bearer"}}' },
      "decode",
      false,
      /without a usable/,
    ],
    [
      "a carriage return",
      { status: 200, body: { ...good, access_token: `${echo}\r` } },
      "decode",
      false,
      /cannot be sent/,
    ],
    [
      "a line feed",
      { status: 200, body: { ...good, access_token: `${echo}\nX-Evil: 1` } },
      "decode",
      false,
      /cannot be sent/,
    ],
    ["a space", { status: 200, body: { ...good, access_token: `${echo} x` } }, "decode", false, /cannot be sent/],
    ["a NUL", { status: 200, body: { ...good, access_token: `${echo}\0` } }, "decode", false, /cannot be sent/],
    [
      "a letter beyond ASCII",
      { status: 200, body: { ...good, access_token: `${echo}é` } },
      "decode",
      false,
      /cannot be sent/,
    ],
    ["no type", { status: 200, body: { access_token: echo } }, "decode", false, /without a usable token/],
    [
      "a MAC token",
      { status: 200, body: { ...good, access_token: echo, token_type: "mac" } },
      "decode",
      false,
      /without a usable token/,
    ],
    [
      "a DPoP token",
      { status: 200, body: { ...good, access_token: echo, token_type: "DPoP" } },
      "decode",
      false,
      /not a bearer token/,
    ],
    [
      "a type that is no text",
      { status: 200, body: { ...good, access_token: echo, token_type: ["bearer"] } },
      "decode",
      false,
      /without a usable/,
    ],
    [
      "a negative life",
      { status: 200, body: { ...good, access_token: echo, expires_in: -1 } },
      "decode",
      false,
      /without a usable token/,
    ],
    [
      "a life that is no number",
      { status: 200, body: { ...good, access_token: echo, expires_in: "soon" } },
      "decode",
      false,
      /without a usable/,
    ],
    [
      "a refresh token that is no text",
      { status: 200, body: { ...good, access_token: echo, refresh_token: 1 } },
      "decode",
      false,
      /without a usable/,
    ],
    [
      "a scope that is no text",
      { status: 200, body: { ...good, access_token: echo, scope: ["a"] } },
      "decode",
      false,
      /without a usable/,
    ],
  ])("N134 is an error that tells no secret: %s", async (_, answer, code, retryable, expected) => {
    const { token, transport } = request([answer])
    const error = await failureOf(token)
    expect([error.code, error.phase, error.retryable]).toEqual([code, "auth", retryable])
    expect(error.message).toMatch(expected)
    expect(shown(error)).not.toMatch(/SENTINEL|s3cr3t|evil/)
    expect(transport.openBodies).toBe(0)
  })

  it("N134 a body of 10 MB is given up after the first", async () => {
    const chunk = new Uint8Array(65_536).fill(32)
    let read = 0
    async function* body() {
      for (; read < 160; read++) yield await Promise.resolve(chunk)
    }
    const { token, transport } = request([{ body: body() }])
    const error = await failureOf(token)
    expect([error.code, error.phase, transport.openBodies]).toEqual(["limit", "auth", 0])
    expect(read).toBeLessThan(20)
  })

  it.each<[name: string, thrown: Error, code: Code]>([
    ["a broken connection", new PristineError("connection", "The connection was refused"), "connection"],
    ["an error of another class", new TypeError(`Invalid header: Basic ${secret}`), "connection"],
  ])("N134 a failure on the way is one, too: %s", async (_, thrown, code) => {
    const error = await failureOf(request([thrown]).token)
    expect([error.code, error.retryable]).toEqual([code, true])
    expect(shown(error)).not.toMatch(/SENTINEL/)
  })

  it("N134 a server that hangs is given up after 30 s", async () => {
    const clock = new VirtualClock()
    const transport = fakeTransport()
    const token = ask(clientCredentials(base)(sourceContext({ transport, clock })))
    const failure = failureOf(token)
    const { request: sent } = await transport.next()
    await clock.advance(29_999)
    expect(sent.signal.aborted).toBe(false)
    await clock.advance(1)
    const error = await failure
    expect([error.code, error.phase, sent.signal.aborted, clock.pending]).toEqual(["timeout", "auth", true, 0])
  })

  it("N134 a transport that does not heed its signal is left behind", async () => {
    const clock = new VirtualClock()
    const transport = { send: () => new Promise<never>(() => undefined) }
    const token = ask(clientCredentials({ ...base, timeoutMs: 10 })(sourceContext({ transport, clock })))
    const failure = failureOf(token)
    await clock.armed()
    await clock.advance(10)
    expect((await failure).code).toBe("timeout")
  })
})

describe("N132 the end of a token", () => {
  it.each<[name: string, expiresIn: unknown, expected: number | undefined]>([
    ["missing", undefined, undefined],
    ["null", null, undefined],
    ["zero", 0, 1000],
    ["an hour", 3600, 3_601_000],
    ["a fraction", 1.5, 2500],
    ["a text", "3600", 3_601_000],
    ["huge", 1e300, Number.MAX_SAFE_INTEGER],
  ])("N132 counts from the request: %s", async (_, expiresIn, expected) => {
    const clock = new VirtualClock({ wallTime: 1000 })
    const answer = { ...good, expires_in: expiresIn }
    // The server's clock is a day ahead and its answer takes a minute.
    const { token } = request([async () => { await clock.advance(20_000); return { body: answer, headers: { date: "Fri, 02 Jan 1970 00:00:00 GMT" } } }], {}, clock) // prettier-ignore
    expect((await token).expiresAt).toBe(expected)
  })

  it("N132 of zero asks for a token each time, and loops over none", async () => {
    const transport = fakeTransport(() => ({ body: { ...good, expires_in: 0 } }))
    const source = clientCredentials(base)(sourceContext({ transport }))
    expect([(await ask(source)).value, (await ask(source)).value]).toEqual(["at-1", "at-1"])
    expect(transport.requests).toHaveLength(2)
  })
})

describe("over real sockets", () => {
  const transports = [
    ["undici", () => undiciTransport()],
    ["fetch", () => fetchTransport()],
  ] as const

  it.each(transports)("N131 gives one token to 1,000 calls: %s", async (_, open) => {
    const { server: real, requests } = await serveOAuth()
    const transport = open()
    const source = clientCredentials({ ...base, server: real, scope: "read" })(sourceContext({ transport }))
    const tokens = await Promise.all(Array.from({ length: 1000 }, () => ask(source)))
    expect(new Set(tokens.map(({ value }) => value))).toEqual(new Set(["at-1"]))
    expect(requests).toEqual([
      {
        authorization: `Basic ${btoa(`cli:${secret}`)}`,
        accept: "application/json",
        contentType: "application/x-www-form-urlencoded;charset=UTF-8",
        form: { grant_type: "client_credentials", scope: "read" },
      },
    ])
    await transport.close?.()
  })

  it.each(transports)("N134 does not follow a redirect: %s", async (_, open) => {
    const paths: (string | undefined)[] = []
    const url = await serveHttp((request, response) => {
      paths.push(request.url)
      request.resume()
      response.writeHead(307, { location: "/elsewhere" }).end()
    })
    const transport = open()
    const source = clientCredentials({ ...base, server: { issuer: url, tokenEndpoint: `${url}/token` } })
    const error = await failureOf(ask(source(sourceContext({ transport }))))
    expect([error.code, error.status, paths]).toEqual(["auth", 307, ["/token"]])
    await transport.close?.()
  })

  it.each(transports)("N134 gives up an answer of 10 MB: %s", async (_, open) => {
    const url = await serveHttp((request, response) => {
      request.resume()
      response.on("error", () => undefined).writeHead(200, { "content-type": "application/json" })
      response.end(Buffer.alloc(10_000_000, 32))
    })
    const transport = open()
    const source = clientCredentials({ ...base, server: { issuer: url, tokenEndpoint: `${url}/token` } })
    const error = await failureOf(ask(source(sourceContext({ transport }))))
    expect([error.code, error.phase]).toEqual(["limit", "auth"])
    await transport.close?.()
  })

  it.each(transports)("an abort of the one call that waits closes the connection: %s", async (_, open) => {
    let close = (): void => undefined
    const closed = new Promise<void>((resolve) => (close = resolve))
    const url = await serveHttp((request, response) => {
      request.resume()
      void once(response, "close").then(() => close())
      controller.abort(new Error("enough"))
    })
    const controller = new AbortController()
    const transport = open()
    const source = clientCredentials({ ...base, server: { issuer: url, tokenEndpoint: `${url}/token` } })
    await expect(ask(source(sourceContext({ transport })), controller.signal)).rejects.toThrow("enough")
    await closed
    await transport.close?.()
  })
})
