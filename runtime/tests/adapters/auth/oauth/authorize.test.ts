import { createHash } from "node:crypto"
import { connect } from "node:net"
import { describe, expect, onTestFinished } from "vitest"
import { loopbackRedirect } from "../../../../src/adapters/auth/node/loopback-redirect.ts"
import { authorize, type AuthorizeOptions } from "../../../../src/adapters/auth/oauth/authorize.ts"
import { undiciTransport } from "../../../../src/adapters/transport/undici-transport.ts"
import type { OpenRedirect, Redirect } from "../../../../src/ports/redirect.ts"
import { fakeTransport } from "../../../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../../../src/testing/virtual-clock.ts"
import { it } from "../../../test.ts"
import { failureOf, shown } from "../source-context.ts"
import { serveOAuth } from "./oauth-server.ts"

/** A browser: goes where it is sent, without keeping connections. */
async function visit(url: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
  const headers = { connection: "close", ...(init.headers as Record<string, string> | undefined) }
  const response = await fetch(url, { ...init, headers })
  return { status: response.status, text: await response.text() }
}

async function go(url: string): Promise<void> {
  await visit(url)
}

async function start(over: Partial<AuthorizeOptions> = {}, announced: { issInRedirects?: boolean } = {}) {
  const real = await serveOAuth(announced)
  const transport = undiciTransport()
  onTestFinished(() => transport.close?.())
  const watched = watch(loopbackRedirect())
  const run = (onUrl: AuthorizeOptions["onUrl"]) =>
    authorize({ server: real.server, clientId: "cli", redirect: watched.redirect, onUrl, transport, ...over })
  return { real, watched, run }
}

/** Remembers what was opened, and whether it was closed. */
function watch(inner: Redirect) {
  const watched = { opened: 0, closed: 0, uri: "" }
  const redirect: Redirect = {
    async open(signal) {
      const open = await inner.open(signal)
      watched.opened += 1
      watched.uri = open.uri
      return {
        uri: open.uri,
        wait: (accepts, limited) => open.wait(accepts, limited),
        close: async () => {
          watched.closed += 1
          await open.close()
        },
      }
    },
  }
  return Object.assign(watched, { redirect })
}

async function isListening(uri: string): Promise<boolean> {
  const { port, hostname } = new URL(uri)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    socket.once("connect", () => resolve((socket.destroy(), true))).once("error", () => resolve(false))
  })
}

describe("N135 a sign-in over real sockets", () => {
  it("N135 gives tokens, with PKCE, and closes its listener", async () => {
    const { real, run, watched } = await start({ scope: ["read", "write"] })
    const pages: { status: number; text: string }[] = []
    const tokens = await run(async (url) => void pages.push(await visit(url)))
    expect(tokens).toMatchObject({ accessToken: "at-2", refreshToken: "rt-2", scope: "read write" })
    expect(pages).toEqual([{ status: 200, text: expect.stringMatching(/close this window/) as string }])
    expect([watched.opened, watched.closed, await isListening(watched.uri)]).toEqual([1, 1, false])
    expect(real.requests.map(({ form }) => form["grant_type"])).toEqual(["authorization_code"])
  })

  it("N135 asks with S256, a fresh state and a loopback redirect", async () => {
    const { real, run } = await start({
      scope: "read",
      authorizationParameters: { prompt: "consent", code_challenge_method: "plain", state: "mine", client_id: "other" },
    })
    const urls: URL[] = []
    for (const attempt of [1, 2]) {
      await run(async (url) => {
        urls.push(new URL(url))
        expect((await visit(url)).status, `attempt ${attempt}`).toBe(200)
      })
    }
    const [first, second] = urls.map(({ searchParams }) => Object.fromEntries(searchParams))
    expect(first).toEqual({
      response_type: "code",
      client_id: "cli",
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/) as string,
      scope: "read",
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: "S256",
      prompt: "consent",
    })
    for (const key of ["state", "code_challenge"]) expect(first?.[key]).not.toBe(second?.[key])
    const verifier = real.requests[0]?.form["code_verifier"] ?? ""
    expect(verifier).toMatch(/^[\w.~-]{43,128}$/)
    expect(createHash("sha256").update(verifier).digest("base64url")).toBe(first?.["code_challenge"])
  })

  it("N130 the challenge is that of RFC 7636, appendix B", async () => {
    const { calculatePKCECodeChallenge } = await import("oauth4webapi")
    const challenge = await calculatePKCECodeChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    expect(challenge).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
  })

  it("N135 goes on when it is visited without its state", async () => {
    const { run, real } = await start()
    const strangers: number[] = []
    await run(async (url) => {
      const back = new URL(url).searchParams.get("redirect_uri") ?? ""
      const state = new URL(url).searchParams.get("state") ?? ""
      for (const query of [
        "",
        "?code=evil",
        "?code=evil&state=",
        "?code=evil&state=other",
        `?code=evil&state=${state}&state=${state}`,
      ]) {
        strangers.push((await visit(back + query)).status)
      }
      await visit(url)
    })
    expect(strangers).toEqual([400, 400, 400, 400, 400])
    expect(real.requests.map(({ form }) => form["code"])).toEqual(["code-1"])
  })

  it("N135 uses its code once, whatever comes after", async () => {
    const { run, real } = await start()
    const later: number[] = []
    await run(async (url) => {
      const state = new URL(url).searchParams.get("state") ?? ""
      const back = new URL(url).searchParams.get("redirect_uri") ?? ""
      await visit(url)
      later.push(
        await visit(`${back}?code=second&state=${state}`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
    })
    // Turned away by a listener that still stands, or not heard at all.
    expect([409, 0]).toContain(later[0])
    expect(real.requests.map(({ form }) => form["code"])).toEqual(["code-1"])
  })

  it.each<[name: string, change: (query: URLSearchParams) => void, announced: boolean, expected: RegExp]>([
    ["another issuer", (query) => query.set("iss", "https://evil.test"), false, /does not answer this request/],
    ["two issuers", (query) => query.append("iss", "https://evil.test"), false, /does not answer this request/],
    ["no issuer although it is announced", (query) => query.delete("iss"), true, /does not answer this request/],
    ["a refusal", (query) => { query.delete("code"); query.set("error", "access_denied") }, false, /says access_denied/], // prettier-ignore
    ["a refusal beside a code", (query) => query.set("error", "access_denied"), false, /says access_denied/],
    ["an error that is not registered", (query) => query.set("error", "SENTINEL"), false, /says an error/],
    ["no code", (query) => query.delete("code"), false, /does not bring one code/],
    ["two codes", (query) => query.append("code", "SENTINEL"), false, /does not bring one code/],
    ["an empty code", (query) => query.set("code", ""), false, /does not bring one code/],
    ["a token in the redirect", (query) => query.set("token", "SENTINEL"), false, /does not answer this request/],
    ["a signed response", (query) => query.set("response", "SENTINEL"), false, /does not answer this request/],
  ])("N135 is refused, and asks for no token: %s", async (_, change, issInRedirects, expected) => {
    const { run, real, watched } = await start({}, { issInRedirects })
    real.redirect(change)
    const error = await failureOf(run(go))
    expect([error.phase, real.requests.length, watched.closed]).toEqual(["auth", 0, 1])
    expect(error.message).toMatch(expected)
    expect(shown(error)).not.toMatch(/SENTINEL|code-1/)
  })

  it("N135 takes a redirect without an issuer where none is announced (RFC 9207)", async () => {
    const { run, real } = await start()
    real.redirect((query) => query.delete("iss"))
    expect((await run(go)).accessToken).toBe("at-2")
  })

  it("N135 ends with an error when the code is refused, and does not try it again", async () => {
    const { run, real, watched } = await start()
    real.redirect((query) => query.set("code", "stolen"))
    const error = await failureOf(run(go))
    expect([error.code, error.status, real.requests.length, watched.closed]).toEqual(["auth", 400, 1, 1])
    expect(shown(error)).not.toMatch(/stolen|code_verifier/)
  })

  it("N135 does not begin under a signal that has fired", async () => {
    const { run, watched } = await start({ signal: AbortSignal.abort(new Error("enough")) })
    await expect(run(() => expect.unreachable())).rejects.toThrow("enough")
    expect(watched.opened).toBe(0)
  })

  it("N135 shows no URL when it is aborted while its listener opens", async () => {
    const controller = new AbortController()
    const inner = watch(loopbackRedirect())
    const redirect: Redirect = {
      async open(signal) {
        const opened = await inner.redirect.open(signal)
        controller.abort(new Error("enough"))
        return opened
      },
    }
    const { run } = await start({ signal: controller.signal, redirect })
    await expect(run(() => expect.unreachable())).rejects.toThrow("enough")
    expect([inner.closed, await isListening(inner.uri)]).toEqual([1, false])
  })

  it("N135 is aborted while it waits, and its port is free again", async () => {
    const controller = new AbortController()
    const { run, watched } = await start({ signal: controller.signal })
    await expect(run(() => controller.abort(new Error("enough")))).rejects.toThrow("enough")
    expect([watched.closed, await isListening(watched.uri)]).toEqual([1, false])
  })

  it("N135 ends when the person takes too long", async () => {
    const clock = new VirtualClock()
    const { run, watched } = await start({ clock, signInMs: 60_000 })
    const failure = failureOf(run(() => undefined))
    await clock.armed()
    await clock.advance(60_000)
    const error = await failure
    expect([error.code, error.phase, watched.closed, clock.pending]).toEqual(["timeout", "auth", 1, 0])
  })

  it("N135 ends with what `onUrl` throws, its listener closed", async () => {
    const { run, watched } = await start()
    const failing = run(() => {
      throw new Error("no browser")
    })
    await expect(failing).rejects.toThrow("no browser")
    expect([watched.closed, await isListening(watched.uri)]).toEqual([1, false])
  })

  it("N135 closes although a browser holds a connection open", async () => {
    const { run, watched } = await start()
    await run(async (url) => {
      const { port } = new URL(new URL(url).searchParams.get("redirect_uri") ?? "")
      const ahead = connect(Number(port), "127.0.0.1").on("error", () => undefined)
      onTestFinished(() => void ahead.destroy())
      await new Promise((resolve) => ahead.once("connect", resolve))
      await visit(url)
    })
    expect(await isListening(watched.uri)).toBe(false)
  })
})

describe("N135 a redirect", () => {
  const open = (uri: string): Redirect => ({
    open: () => Promise.resolve<OpenRedirect>({ uri, wait: () => new Promise(() => undefined), close: () => Promise.resolve() }), // prettier-ignore
  })
  const base = {
    server: {
      issuer: "https://as.test",
      tokenEndpoint: "https://as.test/t",
      authorizationEndpoint: "https://as.test/a",
    },
    clientId: "cli",
    transport: fakeTransport([]),
    onUrl: () => undefined,
  }
  it.each(["http://example.test/callback", "http://127.0.0.1.evil.test/", "myapp://callback", "/callback"])(
    "N135 that anyone could receive is refused: %s",
    async (uri) => {
      const error = await failureOf(authorize({ ...base, redirect: open(uri), clock: new VirtualClock() }))
      expect([error.code, error.message.includes("redirect URI")]).toEqual(["config", true])
    },
  )

  it.each<[name: string, authorizationEndpoint: string | undefined]>([
    ["no authorization endpoint", undefined],
    ["an http authorization endpoint", "http://as.test/a"],
  ])("N135 is not opened with %s", async (_, authorizationEndpoint) => {
    const { authorizationEndpoint: _left, ...server } = base.server
    const given = { ...server, ...(authorizationEndpoint !== undefined && { authorizationEndpoint }) }
    const redirect: Redirect = { open: () => expect.unreachable() }
    expect((await failureOf(authorize({ ...base, server: given, redirect }))).code).toBe("config")
  })
})
