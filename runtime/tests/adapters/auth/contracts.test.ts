import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished } from "vitest"
import { anyAuth } from "../../../src/adapters/auth/any-auth.ts"
import { apiKey } from "../../../src/adapters/auth/api-key.ts"
import { basic } from "../../../src/adapters/auth/basic.ts"
import { bearer } from "../../../src/adapters/auth/bearer.ts"
import { keepFresh } from "../../../src/adapters/auth/keep-fresh.ts"
import { memoryTokenStore } from "../../../src/adapters/auth/memory-token-store.ts"
import { fileToken } from "../../../src/adapters/auth/node/file-token.ts"
import { fileTokenStore } from "../../../src/adapters/auth/node/file-token-store.ts"
import { clientCredentials } from "../../../src/adapters/auth/oauth/client-credentials.ts"
import { refreshToken } from "../../../src/adapters/auth/oauth/refresh-token.ts"
import { refreshable } from "../../../src/adapters/auth/refreshable.ts"
import { envToken, functionToken, staticToken } from "../../../src/adapters/auth/token-sources.ts"
import type { Auth, Token, TokenSource } from "../../../src/ports/auth.ts"
import type { StoredTokens, TokenStore } from "../../../src/ports/token-store.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { authContract, tokenSourceContract, tokenStoreContract, type AuthSubject } from "../../../src/testing/index.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { sourceContext } from "./source-context.ts"

const secret = "s3cret-value"
const server = { issuer: "https://as.test", tokenEndpoint: "https://as.test/token" }
const client = { server, clientId: "cli" }

async function file(text?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pristine-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  if (text !== undefined) await writeFile(join(folder, "token"), text, { mode: 0o600 })
  return join(folder, "token")
}

/** A client whose authorization server gives a token for every request. */
function withServer() {
  let count = 0
  const transport = fakeTransport(() => {
    count += 1
    return { body: { access_token: `${secret}-${count}`, token_type: "Bearer", expires_in: 3600 } }
  })
  return { ...sourceContext({ transport, clock: new VirtualClock() }), options: {} }
}

/** A client with one list of credentials that is there, and one that is not. */
function withLists() {
  const lists: Readonly<Record<string, readonly Auth[]>> = {
    absent: [bearer({ env: "NOWHERE" })],
    there: [bearer(secret)],
  }
  return {
    ...sourceContext({ transport: fakeTransport([]), clock: new VirtualClock() }),
    options: {},
    auth: (name: string) => lists[name] ?? [],
  }
}

const auths: readonly (readonly [name: string, make: () => AuthSubject | Promise<AuthSubject>])[] = [
  ["bearer with a text", () => ({ auth: bearer(secret), secret })],
  ["bearer out of the environment", () => ({ auth: bearer({ env: "KEY" }), secret, env: { KEY: secret } })],
  ["bearer with a pattern", () => ({ auth: bearer({ token: secret, pattern: "^s3" }), secret })],
  ["bearer of a function", () => ({ auth: bearer(() => Promise.resolve(secret)), secret })],
  ["bearer of a source", () => ({ auth: bearer({ token: () => ({ value: secret }) }), secret })],
  ["bearer of a file", async () => ({ auth: bearer(fileToken(await file(secret))), secret })],
  [
    "bearer of a source that is kept",
    () => ({ auth: bearer({ source: keepFresh(() => staticToken(secret)) }), secret }),
  ],
  ["bearer of OAuth", () => ({ auth: bearer({ source: clientCredentials(client) }), secret, client: withServer() })],
  ["an API key in a header", () => ({ auth: apiKey({ token: secret }), secret })],
  ["an API key in the query", () => ({ auth: apiKey({ token: secret, query: "key" }), secret })],
  ["an API key in a cookie", () => ({ auth: apiKey({ token: secret, cookie: "sid" }), secret })],
  ["basic of user and password", () => ({ auth: basic({ username: "u", password: secret }), secret })],
  ["the first of two lists that is there", () => ({ auth: anyAuth("absent", "there"), secret, client: withLists() })],
  ["a list where none is needed", () => ({ auth: anyAuth("there", false), secret, client: withLists() })],
  ["basic of a pair", () => ({ auth: basic({ env: "PAIR" }), secret, env: { PAIR: `u:${secret}` } })],
]

describe.each(auths)("%s keeps the contract of Auth", (_, make) => {
  it.each(authContract.map((one) => [one.name, one] as const))("%s", (_name, one) => one.run(make))
})

const sources: readonly (readonly [name: string, make: () => TokenSource | Promise<TokenSource>])[] = [
  ["a text", () => staticToken(secret)],
  ["the environment", () => envToken("KEY", () => secret)],
  ["a function", () => functionToken(() => Promise.resolve({ value: secret, expiresAt: 1.8e12 }))],
  ["a file", async () => fileToken(await file(secret))],
  ["refreshable", () => refreshable({ token: () => Promise.resolve({ value: secret }) })],
  ["client credentials", () => clientCredentials(client)(withServer())],
  ["a refresh token", () => refreshToken({ ...client, store: memoryTokenStore({ refreshToken: "rt" }) })(withServer())],
  [
    "a refresh token in a file",
    async () => {
      const store = fileTokenStore(await file())
      await store.save({ refreshToken: "rt" })
      return refreshToken({ ...client, store })(withServer())
    },
  ],
]

describe.each(sources)("%s keeps the contract of TokenSource", (_, make) => {
  it.each(tokenSourceContract.map((one) => [one.name, one] as const))("%s", (_name, one) => one.run(make))
})

const stores: readonly (readonly [name: string, make: () => TokenStore | Promise<TokenStore>])[] = [
  ["in memory", () => memoryTokenStore()],
  ["in a file", async () => fileTokenStore(await file())],
]

describe.each(stores)("a store %s keeps the contract of TokenStore", (_, make) => {
  it.each(tokenStoreContract.map((one) => [one.name, one] as const))("%s", (_name, one) => one.run(make))
})

describe("a breach is found", () => {
  let count = 0
  const good = bearer(secret)
  const put = (value: string): Auth => ({ apply: (target) => target.setHeader("Authorization", value) })
  const broken: Readonly<Record<string, Partial<AuthSubject>>> = {
    "puts a credential on the request": { auth: { apply: () => undefined } },
    "puts the same on each attempt while the credential is the same": {
      auth: { apply: (target) => target.setHeader("a", String(++count)) },
    },
    "puts only what a request can carry": { auth: put("a\nb") },
    "serves attempts at the same time": { auth: { apply: (target) => target.setHeader("a", String(++count)) } },
    "serves two clients": { auth: { apply: (target, context) => { if ("mine" in context.client) target.setHeader("a", "b") ; (context.client as { mine?: undefined }).mine = undefined } } }, // prettier-ignore
    "leaves no listener on the call's signal": {
      auth: { apply: (target, context) => { context.signal.addEventListener("abort", () => undefined); target.setHeader("a", "b") } }, // prettier-ignore
    },
    "ends with the reason, or with a credential, when the call is aborted": {
      auth: { apply: (_target, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("mine")), { once: true })) }, // prettier-ignore
    },
    "answers a refusal with yes or no, and without a credential sent with no": { auth: { ...good, onUnauthorized: () => true } }, // prettier-ignore
    "has a credential again after a refusal": {
      auth: { apply: (target, context) => { if (!("gone" in context.client)) target.setHeader("a", "b") }, onUnauthorized: (context) => { Object.assign(context.client, { gone: 1 }); return true } }, // prettier-ignore
      client: {},
    },
    "hides its secret": { auth: { ...good, token: secret } as Auth },
  }

  it.each(authContract.map((one) => [one.name, one] as const))("of Auth: %s", async (name, one) => {
    const subject = { auth: good, secret, ...broken[name] }
    await expect(one.run(() => subject)).rejects.toThrow("Broken contract")
  })

  const give = (token: Token): TokenSource => ({ token: () => token })
  const onAbort = (signal: AbortSignal) =>
    new Promise<Token>((_, reject) => {
      if (signal.aborted) reject(new Error("mine"))
      else signal.addEventListener("abort", () => reject(new Error("mine")), { once: true })
    })
  const refused = () => {
    let value = "t"
    return { token: () => ({ value }), invalidate: () => void (value = "") } satisfies TokenSource
  }
  const brokenSources: Readonly<Record<string, () => TokenSource>> = {
    "gives a text that can be sent": () => give({ value: "a\r\nb" }),
    "gives an end in milliseconds since 1970, or none": () => give({ value: "t", expiresAt: 1.8e9 }),
    "serves calls at the same time": () => give({ value: "" }),
    "leaves no listener on the signal": () => ({
      token: (signal) => {
        signal.addEventListener("abort", () => undefined)
        return { value: "t" }
      },
    }),
    "ends with the reason, or with a token, when the signal fires": () => ({ token: onAbort }),
    "ends with the reason, or with a token, when the signal has fired before": () => ({ token: onAbort }),
    "has a token again after a refusal": refused,
    "takes the refusal of a token that it did not give": refused,
    "hides its tokens": () => ({ ...give({ value: secret }), kept: { value: secret } }) as TokenSource,
  }

  it.each(tokenSourceContract.map((one) => [one.name, one] as const))("of TokenSource: %s", async (name, one) => {
    await expect(one.run(brokenSources[name] ?? (() => staticToken("t")))).rejects.toThrow("Broken contract")
  })

  const store = (over: (kept: StoredTokens[]) => Partial<TokenStore>) => (): TokenStore => {
    const kept: StoredTokens[] = []
    return {
      load: () => Promise.resolve(kept.at(-1)),
      save: (tokens) => Promise.resolve(void kept.push(tokens)),
      ...over(kept),
    }
  }
  const brokenStores: Readonly<Record<string, () => TokenStore>> = {
    "is empty at first": store(() => ({ load: () => Promise.resolve({}) })),
    "gives back what was saved": store((kept) => ({ save: ({ accessToken = "" }) => Promise.resolve(void kept.push({ accessToken })) })), // prettier-ignore
    "gives back the last of two, with nothing of the first": store((kept) => ({ save: (tokens) => Promise.resolve(void kept.push({ ...kept.at(-1), ...tokens })) })), // prettier-ignore
    "keeps one of many that are saved at the same time whole": store((kept) => ({ load: () => Promise.resolve({ ...kept.at(-1), accessToken: "at-0" }) })), // prettier-ignore
    "hides its tokens": store((kept) => ({ kept }) as Partial<TokenStore>),
  }

  it.each(tokenStoreContract.map((one) => [one.name, one] as const))("of TokenStore: %s", async (name, one) => {
    await expect(one.run(brokenStores[name] ?? (() => memoryTokenStore()))).rejects.toThrow("Broken contract")
  })
})
