import type { Interruption } from "../../ports/interruption.ts"
import type { Transport, TransportRequest, TransportResponse } from "../../ports/transport.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { isSameData } from "./is-same-data.ts"
import { watchedSignal } from "./watched-signal.ts"

export interface TransportWrapperSubject {
  /** Puts the wrapper around a transport of the contract's own. */
  readonly wrap: (inner: Transport) => Transport
}

/** What the wrapped transport was asked. */
interface Asked {
  readonly request: TransportRequest
  readonly interruption: Interruption | undefined
}

interface Scene {
  readonly wrapped: Transport
  readonly asked: readonly Asked[]
  /** How often the wrapped transport was closed. */
  readonly closed: () => number
}

/** Everything that a request can say beside where it goes, with a value that no default is. */
const given = {
  method: "POST",
  url: "https://wrapped.test/pins/1?pin=2",
  headers: [["X-Pin", "3"]],
  body: "4",
  idempotent: true,
  timeouts: { connectMs: 11, headersMs: 12, bodyIdleMs: 13 },
  pool: { name: "class", maxConnections: 14 },
  secrets: { names: ["pin", "x-pin"], route: "/pins/{pin}" },
} as const satisfies Omit<TransportRequest, "signal">

function define(name: string, check: (scene: Scene) => Promise<void>): ContractCase<TransportWrapperSubject> {
  return {
    name,
    async run(make) {
      const asked: Asked[] = []
      let closed = 0
      const { wrap } = await make()
      const wrapped = wrap({
        send(request, interruption) {
          asked.push({ request, interruption })
          return Promise.resolve(emptyAnswer())
        },
        close: () => Promise.resolve(void (closed += 1)),
      })
      await check({ wrapped, asked, closed: () => closed })
    },
  }
}

function emptyAnswer(): TransportResponse {
  const body = {
    bytes: () => Promise.resolve(new Uint8Array()),
    text: () => Promise.resolve(""),
    async *stream() {},
    cancel: () => Promise.resolve(),
  }
  return { status: 200, headers: new Headers(), body }
}

async function sendOnce({ wrapped, asked }: Scene, signal: AbortSignal): Promise<Asked> {
  const response = await wrapped.send({ ...given, signal })
  await response.body.cancel()
  const [only] = asked
  claim(only !== undefined && asked.length === 1, "the wrapped transport must be asked once")
  return only
}

/** What every `Transport` promises that passes its requests on to another one, beside `transportContract`. */
export const transportWrapperContract: readonly ContractCase<TransportWrapperSubject>[] = [
  define("hands on where a request holds secrets, for whoever logs below it", async (scene) => {
    const { request } = await sendOnce(scene, watchedSignal().signal)
    claim(isSameData(request.secrets, given.secrets), "`secrets` must arrive as they are")
  }),
  define("hands on what a request says of its connection, its limits and whether it may be repeated", async (scene) => {
    const { request } = await sendOnce(scene, watchedSignal().signal)
    claim(isSameData(request.pool, given.pool), "`pool` must arrive as it is")
    claim(isSameData(request.timeouts, given.timeouts), "`timeouts` must arrive as they are")
    claim(request.idempotent === given.idempotent, "`idempotent` must arrive as it is")
  }),
  define("hands on an abort", async (scene) => {
    const watched = watchedSignal()
    const { request, interruption = request.signal } = await sendOnce(scene, watched.signal)
    watched.abort("enough")
    claim(interruption.reason === "enough", "the reason must come through as it is")
  }),
  define("closes what it is around", async (scene) => {
    await sendOnce(scene, watchedSignal().signal)
    await scene.wrapped.close?.()
    claim(scene.closed() === 1, "the wrapped transport must be closed once")
  }),
]
