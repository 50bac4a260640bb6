import { describe, expect } from "vitest"
import { memoryTokenStore } from "../../../../src/adapters/auth/memory-token-store.ts"
import { refreshToken, type RefreshTokenOptions } from "../../../../src/adapters/auth/oauth/refresh-token.ts"
import { undiciTransport } from "../../../../src/adapters/transport/undici-transport.ts"
import type { StoredTokens, TokenStore } from "../../../../src/ports/token-store.ts"
import { fakeTransport, type FakeAnswer } from "../../../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../../../src/testing/virtual-clock.ts"
import { it } from "../../../test.ts"
import { ask, failureOf, shown, sourceContext } from "../source-context.ts"
import { serveOAuth } from "./oauth-server.ts"

const server = { issuer: "https://as.test", tokenEndpoint: "https://as.test/token" }
const hour = 3_600_000

function answer(number: number, over: Readonly<Record<string, unknown>> = {}): FakeAnswer {
  const body = { access_token: `at-${number}`, token_type: "bearer", expires_in: 3600, refresh_token: `rt-${number}` }
  return { body: { ...body, ...over } }
}

/** A store that writes down what happens to it, and fails where it is told to. */
function watchedStore(initial?: StoredTokens) {
  const log: string[] = []
  const inner = memoryTokenStore(initial)
  const watched = {
    log,
    failures: 0,
    async load(signal: AbortSignal) {
      log.push("load")
      return inner.load(signal)
    },
    async save(tokens: StoredTokens) {
      if (watched.failures > 0) {
        watched.failures -= 1
        throw new Error(`Disk full while writing ${String(tokens.refreshToken)}`)
      }
      await inner.save(tokens)
      log.push(`save ${String(tokens.refreshToken)}`)
    },
  }
  return watched satisfies TokenStore
}

function start(answers: readonly FakeAnswer[], initial?: StoredTokens, over: Partial<RefreshTokenOptions> = {}) {
  const clock = new VirtualClock({ wallTime: 0 })
  const transport = fakeTransport(answers)
  const store = watchedStore(initial)
  const factory = refreshToken({ server, clientId: "cli", store, ...over })
  const open = () => factory(sourceContext({ transport, clock }))
  const sent = () => transport.requests.map(({ body }) => new URLSearchParams(body as string).get("refresh_token"))
  return { clock, transport, store, factory, open, sent }
}

describe("N132 a rotated refresh token", () => {
  it("N132 is stored before the token that came with it is used", async () => {
    const { open, store, sent } = start([answer(1)], { refreshToken: "rt-0" })
    const token = await ask(open())
    store.log.push(`use ${token.value}`)
    expect([store.log, sent()]).toEqual([["load", "save rt-1", "use at-1"], ["rt-0"]])
    expect(await store.load(new AbortController().signal)).toEqual({ accessToken: "at-1", refreshToken: "rt-1", expiresAt: hour }) // prettier-ignore
  })

  it("N132 is what the next request sends", async () => {
    const { open, clock, sent } = start([answer(1), answer(2), answer(3)], { refreshToken: "rt-0" })
    const source = open()
    await ask(source)
    await clock.advance(hour)
    await ask(source)
    await clock.advance(hour)
    expect([(await ask(source)).value, sent()]).toEqual(["at-3", ["rt-0", "rt-1", "rt-2"]])
  })

  it("N132 that is none stays what it was", async () => {
    const { open, clock, sent } = start([answer(1, { refresh_token: undefined }), answer(2)], { refreshToken: "rt-0" })
    const source = open()
    await ask(source)
    await clock.advance(hour)
    await ask(source)
    expect(sent()).toEqual(["rt-0", "rt-0"])
  })

  it("N132 that could not be stored is not used, and stored before anything else is asked", async () => {
    const { open, store, sent } = start([answer(1)], { refreshToken: "rt-0" })
    store.failures = 2
    const source = open()
    for (const attempt of [1, 2]) {
      const error = await failureOf(ask(source))
      expect([attempt, error.code, error.message]).toEqual([attempt, "config", "The token store failed (Error)"])
      expect(shown(error)).not.toContain("rt-1")
    }
    expect((await ask(source)).value).toBe("at-1")
    expect([sent(), store.log]).toEqual([["rt-0"], ["load", "save rt-1"]])
  })

  it("N132 is stored although every call has gone", async () => {
    const clock = new VirtualClock({ wallTime: 0 })
    const transport = fakeTransport()
    const store = watchedStore({ refreshToken: "rt-0" })
    const source = refreshToken({ server, clientId: "cli", store })(sourceContext({ transport, clock }))
    const controller = new AbortController()
    const leaving = ask(source, controller.signal)
    const exchange = await transport.next()
    controller.abort(new Error("enough"))
    await expect(leaving).rejects.toThrow("enough")
    expect(exchange.request.signal.aborted).toBe(false)
    const next = ask(source)
    exchange.respond(answer(1))
    expect([(await next).value, transport.requests.length]).toEqual(["at-1", 1])
    expect(store.log).toEqual(["load", "save rt-1", "load"])
  })

  it("N131 is asked for once by clients that share a source, since a second use revokes all", async () => {
    const real = await serveOAuth()
    real.refreshTokens.add("rt-0")
    const transport = undiciTransport()
    const store = memoryTokenStore({ refreshToken: "rt-0" })
    const factory = refreshToken({ server: real.server, clientId: "cli", store })
    const clients = Array.from({ length: 20 }, () => factory(sourceContext({ transport })))
    const tokens = await Promise.all(clients.flatMap((source) => Array.from({ length: 50 }, () => ask(source))))
    expect([new Set(tokens.map(({ value }) => value)).size, real.requests.length, real.reused]).toEqual([1, 1, false])
    await transport.close?.()
  })

  it("N131 is taken from the store where another has been there first", async () => {
    const { open, store, transport } = start([answer(1)], { refreshToken: "rt-0" })
    const [one, other] = [open(), open()]
    const first = await ask(one)
    await ask(other)
    await store.save({ accessToken: "at-9", refreshToken: "rt-9" })
    other.invalidate?.(first)
    expect([(await ask(other)).value, transport.requests.length]).toEqual(["at-9", 1])
  })
})

describe("what is stored", () => {
  const now = { refreshToken: "rt-0" }
  it.each<[name: string, stored: StoredTokens, value: string, requests: number]>([
    ["a token that lasts", { ...now, accessToken: "at-0", expiresAt: hour }, "at-0", 0],
    ["a token without an end", { ...now, accessToken: "at-0" }, "at-0", 0],
    ["a token that lasts, alone", { accessToken: "at-0", expiresAt: hour }, "at-0", 0],
    ["a token about to end", { ...now, accessToken: "at-0", expiresAt: 30_000 }, "at-1", 1],
    ["a token that has ended", { ...now, accessToken: "at-0", expiresAt: -1 }, "at-1", 1],
    ["no token yet", now, "at-1", 1],
  ])("N132 is used as long as it lasts: %s", async (_, stored, value, requests) => {
    const { open, transport } = start([answer(1)], stored)
    expect([(await ask(open())).value, transport.requests.length]).toEqual([value, requests])
  })

  it("N133 is replaced after a refusal although it has not ended", async () => {
    const { open, sent } = start([answer(1)], { accessToken: "at-0", refreshToken: "rt-0", expiresAt: hour })
    const source = open()
    source.invalidate?.(await ask(source))
    expect([(await ask(source)).value, sent()]).toEqual(["at-1", ["rt-0"]])
  })

  it.each<[name: string, initial: StoredTokens | undefined]>([
    ["nothing", undefined],
    ["an old token alone", { accessToken: "at-0", expiresAt: -1 }],
  ])("N132 is not enough without a refresh token: %s", async (_, initial) => {
    const { open, transport } = start([], initial)
    const error = await failureOf(ask(open()))
    expect([error.code, error.message, transport.requests.length]).toEqual(["config", "No refresh token is stored", 0])
  })

  it("N132 that cannot be read is an error without its text", async () => {
    const store: TokenStore = {
      load: () => Promise.reject(new TypeError("Bad text: rt-SENTINEL")),
      save: () => Promise.resolve(),
    }
    const error = await failureOf(ask(start([], undefined, { store }).open()))
    expect([error.code, error.message]).toEqual(["config", "The token store failed (TypeError)"])
    expect(shown(error)).not.toContain("SENTINEL")
  })

  it("N132 keeps its scope where the server names none", async () => {
    const { open, store } = start([answer(1)], { refreshToken: "rt-0", scope: "read" })
    await ask(open())
    expect(await store.load(new AbortController().signal)).toMatchObject({ scope: "read", refreshToken: "rt-1" })
  })
})

describe("refresh windows", () => {
  it("N132 gives the old token in the last two minutes and replaces it meanwhile", async () => {
    const { open, clock, sent } = start([answer(1), answer(2)], { refreshToken: "rt-0" })
    const source = open()
    await ask(source)
    await clock.advance(hour - 120_000)
    expect((await ask(source)).value).toBe("at-1")
    await clock.advance(0)
    expect([(await ask(source)).value, sent()]).toEqual(["at-2", ["rt-0", "rt-1"]])
  })

  it("N132 follows its options", async () => {
    const { open, clock, transport } = start([answer(1), answer(2)], { refreshToken: "rt-0" }, { refresh: { advisoryMs: 1000 } }) // prettier-ignore
    const source = open()
    await ask(source)
    await clock.advance(hour - 1001)
    await ask(source)
    expect(transport.requests).toHaveLength(1)
    await clock.advance(1)
    await ask(source)
    await clock.advance(0)
    expect(transport.requests).toHaveLength(2)
  })
})

describe("a sign-in", () => {
  const refused: FakeAnswer = { status: 400, body: { error: "invalid_grant" } }
  const signedIn = { accessToken: "at-7", refreshToken: "rt-7", expiresAt: hour }

  it.each<[name: string, answers: FakeAnswer[], initial: StoredTokens | undefined]>([
    ["the store is empty", [], undefined],
    ["the refresh token is of no use any more", [refused], { refreshToken: "rt-0" }],
  ])("is asked for when %s", async (_, answers, initial) => {
    let asked = 0
    const signIn = () => Promise.resolve((asked++, signedIn))
    const { open, store } = start(answers, initial, { signIn })
    expect([(await ask(open())).value, asked]).toEqual(["at-7", 1])
    expect(await store.load(new AbortController().signal)).toEqual(signedIn)
  })

  it.each<[name: string, answer: FakeAnswer]>([
    ["the server is down", { status: 503 }],
    ["the client is not known", { status: 401, body: { error: "invalid_client" } }],
    ["the answer is none", { status: 200, body: "<html>" }],
  ])("is not asked for when %s", async (_, given) => {
    const signIn = () => Promise.reject(new Error("It asked"))
    const { open } = start([given], { refreshToken: "rt-0" }, { signIn })
    expect((await failureOf(ask(open()))).phase).toBe("auth")
  })

  it("that gives nothing is an error", async () => {
    const { open } = start([], undefined, { signIn: () => Promise.resolve({}) })
    expect((await failureOf(ask(open()))).code).toBe("auth")
  })

  it("ends when nobody waits for it any more", async () => {
    const signals: AbortSignal[] = []
    const signIn = (signal: AbortSignal) => new Promise<never>((_, reject) => { signals.push(signal); signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }) }) // prettier-ignore
    const { open, clock } = start([], undefined, { signIn })
    const controller = new AbortController()
    const leaving = ask(open(), controller.signal)
    await clock.advance(0)
    controller.abort(new Error("enough"))
    await expect(leaving).rejects.toThrow("enough")
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })
})
