import { failure, rejection, same } from "../claims.ts"
import { platformCase, type PlatformCase } from "../platform-case.ts"
import { get, getPet, patient } from "../zoo.ts"

/** Limits of time, and callers who give up. */
export const aborts: readonly PlatformCase[] = [
  platformCase("an answer that never comes ends with the limit", async ({ client, key }) => {
    await failure(get(`/never/${key}`)({}, { client: client(), timeout: 50 }), { code: "timeout", maybeExecuted: true })
  }),
  platformCase("headers that never come end with their limit", async ({ client, key }) => {
    const call = get(`/never/${key}`)({}, { client: client(), timeout: { headersMs: 50 } })
    await failure(call, { code: "timeout", phase: "headers" })
  }),
  platformCase("a body that stops ends with its limit", async ({ client, key, happened }) => {
    const call = get(`/stuck/${key}`)({}, { client: client(), timeout: { idleMs: 50 } })
    await failure(call, { code: "timeout", phase: "body" })
    await happened("closed")
  }),
  platformCase("a call that is given up before sends nothing", async ({ client, key, requests }) => {
    const reason = { any: "value" }
    const call = get(`/never/${key}`)({}, { client: client(), signal: AbortSignal.abort(reason) })
    same([(await rejection(call)) === reason, await requests()], [true, 0])
  }),
  platformCase("a call that is given up closes its connection and rejects with the reason", async (bench) => {
    const controller = new AbortController()
    const call = rejection(get(`/never/${bench.key}`)({}, { client: bench.client(), signal: controller.signal }))
    await bench.happened("request")
    controller.abort("enough")
    same(await call, "enough")
    await bench.happened("closed")
  }),
  platformCase("a body that is given up closes its connection and rejects with the reason", async (bench) => {
    const controller = new AbortController()
    const call = rejection(get(`/stuck/${bench.key}`)({}, { client: bench.client(), signal: controller.signal }))
    await bench.happened("request")
    controller.abort("enough")
    same(await call, "enough")
    await bench.happened("closed")
  }),
  platformCase("a wait for the next attempt can be given up", async ({ client, key, happened, requests }) => {
    const controller = new AbortController()
    const call = get(`/flaky/${key}`, { retry: [patient] })({}, { client: client(), signal: controller.signal })
    const rejected = rejection(call)
    await happened("request")
    controller.abort("enough")
    same([await rejected, await requests()], ["enough", 1])
  }),
  platformCase("giving up after the answer changes nothing", async ({ client }) => {
    const controller = new AbortController()
    const pet = await getPet({ id: 7 }, { client: client(), signal: controller.signal })
    controller.abort("too late")
    same(pet.id, 7)
  }),
  platformCase("a caller's error comes through as it is", async ({ client, key, happened }) => {
    const controller = new AbortController()
    const call = rejection(get(`/never/${key}`)({}, { client: client(), signal: controller.signal }))
    await happened("request")
    controller.abort()
    same((await call) === controller.signal.reason, true)
  }),
]
