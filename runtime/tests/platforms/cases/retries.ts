import { json, systemClock } from "pristine-runtime/generated"
import { bearer, circuitBreaker, consecutiveFailures, keepFresh, type Clock } from "pristine-runtime"
import { failure, same } from "../claims.ts"
import { platformCase, type PlatformCase } from "../platform-case.ts"
import { get, getPet, patient, post } from "../zoo.ts"

/** The platform's clock, but the wait that a service asked for is over at once. Remembers what was scheduled. */
function hastyClock(skippedMs: number): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = []
  return {
    ...systemClock,
    waits,
    schedule(delayMs, callback, options) {
      waits.push(delayMs)
      return systemClock.schedule(delayMs === skippedMs ? 0 : delayMs, callback, options)
    },
  }
}

/** Every text that can be read from an error and its causes, hidden members included. */
function textsOf(error: unknown): readonly string[] {
  if (typeof error !== "object" || error === null) return [String(error)]
  const own = Reflect.ownKeys(error).filter((name) => name !== "cause")
  const cause: unknown = Reflect.get(error, "cause")
  return [
    `${(error as Partial<Error>).name}: ${(error as Partial<Error>).message}`,
    ...own.map((name) => `${String(name)} ${JSON.stringify([Reflect.get(error, name)])}`),
    ...(cause === undefined ? [] : textsOf(cause)),
  ]
}

/** What is tried again, and what is not. */
export const retries: readonly PlatformCase[] = [
  platformCase("a 503 is tried again after the time that the service asked for", async ({ client, key, requests }) => {
    const clock = hastyClock(7000)
    const pet = await get<{ id: number }>(`/flaky/${key}`, { retry: [patient] })({}, { client: client({ clock }) })
    same([pet.id, await requests(), clock.waits.includes(7000)], [7, 2, true])
  }),
  platformCase("a service that stays down fails with the number of attempts", async ({ client, key, requests }) => {
    const call = get(`/down/${key}`, { retry: [patient] })({}, { client: client() })
    await failure(call, { code: "http", status: 503, attempts: 3, retryable: true })
    same(await requests(), 3)
  }),
  platformCase("a connection that breaks is tried again where that is safe", async ({ client, key, requests }) => {
    const pet = await get<{ id: number }>(`/broken/${key}`, { retry: [patient] })({}, { client: client() })
    same([pet.id, await requests()], [7, 2])
  }),
  platformCase("a POST whose connection breaks is not sent again", async ({ client, context, key, requests }) => {
    const using = client()
    // A connection that was kept open is the one that platforms send again on.
    await getPet({ id: 7 }, { client: using })
    const call = post(`/broken/${key}`)({ order: 1 }, { client: using })
    if (context.platform === "browser") {
      // Chromium does, and nothing in `fetch` forbids it.
      same([(await call) !== undefined, await requests()], [true, 2])
      return
    }
    const error = await failure(call, { code: "connection", maybeExecuted: true })
    same([await requests(), error.message.includes(context.url)], [1, false])
  }),
  platformCase("nobody listening is a typed error", async ({ client }) => {
    const call = get("/echo")({}, { client: client({ baseUrl: "http://127.0.0.1:1" }) })
    await failure(call, { code: "connection", retryable: true })
  }),
  platformCase("no cause of a broken connection tells a secret", async ({ client, key }) => {
    const secret = "zq9canary"
    const using = client({ query: { key: secret }, headers: { Authorization: `Bearer ${secret}` } })
    const refused = client({ baseUrl: "http://127.0.0.1:1", query: { key: secret } })
    const errors = [
      await failure(post(`/broken/${key}`)({ pin: secret }, { client: refused }), { code: "connection" }),
      await failure(get(`/never/${key}`)({}, { client: using, timeout: { headersMs: 50 } }), { code: "timeout" }),
      await failure(get(`/garbled/${key}`)({}, { client: using }), {}),
    ]
    same(
      errors.flatMap(textsOf).filter((text) => text.includes(secret)),
      [],
    )
  }),
  platformCase("retry: false tries once", async ({ client, key, requests }) => {
    await failure(get(`/down/${key}`, { retry: [patient] })({}, { client: client(), retry: false }), { status: 503 })
    same(await requests(), 1)
  }),
  platformCase("an open circuit sends nothing", async ({ client, key, requests }) => {
    const guarded = client({ circuitBreaker: circuitBreaker({ trip: consecutiveFailures(1) }) })
    await failure(get(`/down/${key}`)({}, { client: guarded }), { status: 503 })
    await failure(get(`/down/${key}`)({}, { client: guarded }), { code: "circuit_open" })
    same(await requests(), 1)
  }),
  platformCase("a refused token is replaced, and the call tried once more", async ({ client, key, requests }) => {
    let asked = 0
    const source = keepFresh(() => ({
      token: () => Promise.resolve({ value: `t${++asked}` }),
      invalidate: () => undefined,
    }))
    const pet = await get<{ id: number }>(`/private/${key}`)({}, { client: client({ auth: bearer({ source }) }) })
    same([pet.id, asked, await requests()], [7, 2, 2])
  }),
  platformCase("a refused text is an error without the secret", async ({ client, key, requests }) => {
    const call = get(`/private/${key}`, { errors: [{ status: 401, readers: [json] }] })
    const error = await failure(call({}, { client: client({ auth: bearer("hush-hush") }) }), {
      code: "http",
      status: 401,
    })
    same([await requests(), `${String(error)}${JSON.stringify(error)}`.includes("hush")], [1, false])
  }),
]
