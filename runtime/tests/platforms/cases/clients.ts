import { runtimeInfo } from "pristine-runtime/generated"
import { failure, same } from "../claims.ts"
import { platformCase, type PlatformCase } from "../platform-case.ts"
import { get, getPet, type Echo } from "../zoo.ts"

const limited = (path: string): ReturnType<typeof get<Echo>> =>
  get<Echo>(path, { rateLimit: { name: "one", concurrency: 1 } })

/** Clients: what belongs to each, and what is the platform's. */
export const clients: readonly PlatformCase[] = [
  platformCase("the default transport is the platform's own", async ({ client, context }) => {
    const real = globalThis.fetch
    let fetched = 0
    globalThis.fetch = (...given: Parameters<typeof fetch>) => {
      fetched += 1
      return real(...given)
    }
    try {
      await getPet({ id: 7 }, { client: client() })
    } finally {
      globalThis.fetch = real
    }
    same(fetched, context.transport === "fetch" ? 1 : 0)
  }),
  platformCase("a client knows where it runs", ({ client, context }) => {
    const { name, version } = runtimeInfo({ client: client() })
    same([name, version !== "unknown"], [context.platform, context.platform !== "workerd"])
  }),
  platformCase("two clients send their own headers and limits", async ({ client, key, happened }) => {
    const [busy, free] = [client({ headers: { "X-Who": "busy" } }), client({ headers: { "X-Who": "free" } })]
    const controller = new AbortController()
    const held = limited(`/never/${key}`)({}, { client: busy, signal: controller.signal }).catch(() => "ended")
    await happened("request")
    same((await limited("/echo")({}, { client: free })).headers["x-who"], "free")
    const queued = limited("/echo")({}, { client: busy })
    controller.abort()
    same([await held, (await queued).headers["x-who"]], ["ended", "busy"])
  }),
  platformCase("many calls at once share a client", async ({ client }) => {
    const shared = client()
    const ids = Array.from({ length: 50 }, (_, index) => index + 1000)
    const pets = await Promise.all(ids.map((id) => getPet({ id }, { client: shared })))
    same(
      pets.map(({ id }) => id),
      ids,
    )
  }),
  platformCase("closing waits for the calls under way", async ({ client }) => {
    const closing = client()
    const call = getPet({ id: 7 }, { client: closing })
    await closing.close()
    same((await call).id, 7)
  }),
  platformCase("a closed client calls no more", async ({ client }) => {
    const closed = client()
    await getPet({ id: 7 }, { client: closed })
    await closed.close()
    await failure(getPet({ id: 7 }, { client: closed }), { code: "config", retryable: false })
  }),
  platformCase("an environment variable is read where there is a process", ({ client, context }) => {
    const { env } = client()
    const hasProcess = ["node", "bun", "deno"].includes(context.platform)
    same([env("PRISTINE_PLATFORM"), env("PRISTINE_NOT_SET")], [hasProcess ? context.platform : undefined, undefined])
  }),
]
