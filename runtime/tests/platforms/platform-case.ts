import { createClient } from "pristine-runtime/generated"
import type { Client, ClientOptions } from "pristine-runtime"
import { zoo } from "./zoo.ts"

/** Where the cases run, as the harness knows it. */
export interface PlatformContext {
  /** Address of the service, with a path prefix of this run's own. */
  readonly url: string
  /** What `$runtime.name` must be. */
  readonly platform: "node" | "bun" | "deno" | "browser" | "workerd"
  /** What the package's conditional import must have chosen. */
  readonly transport: "undici" | "fetch"
}

/** One behaviour of the built package. `run` rejects, saying what was expected, where a platform breaks it. */
export interface PlatformCase {
  readonly name: string
  readonly run: (context: PlatformContext) => Promise<void>
}

/** What a case works with; all of it belongs to the case alone. */
export interface Bench {
  readonly context: PlatformContext
  /** In the paths that the service keeps state for. */
  readonly key: string
  /** A client of the service, closed after the case. */
  readonly client: (options?: ClientOptions) => Client
  /** Waits until the service has met a request with this key, or has seen its connection close. */
  readonly happened: (what: "request" | "closed") => Promise<void>
  /** Has the service break off the connection of the request with this key. */
  readonly breakOff: () => Promise<void>
  /** How many requests with this key the service has met. */
  readonly requests: () => Promise<number>
}

export function platformCase(name: string, check: (bench: Bench) => Promise<void> | void): PlatformCase {
  const key = name.replaceAll(/[^a-z0-9]+/gi, "-")
  return {
    name,
    async run(context) {
      const clients: Client[] = []
      // Not through the runtime: it is what is examined.
      const ask = async (path: string): Promise<string> => (await fetch(`${context.url}/${path}`)).text()
      try {
        await check({
          context,
          key,
          client(options = {}) {
            const client = createClient(zoo, { baseUrl: context.url, random: () => 0, ...options })
            clients.push(client)
            return client
          },
          happened: async (what) => {
            await ask(`happened/${what}/${key}`)
          },
          breakOff: async () => {
            await ask(`break/${key}`)
          },
          requests: async () => Number(await ask(`count/${key}`)),
        })
      } finally {
        for (const client of clients) await client.close()
      }
    },
  }
}
