import type { Transport, TransportRequest } from "pristine-runtime"
import { undiciTransport } from "pristine-runtime/node"
import { VirtualClock } from "pristine-runtime/testing"
import { type LocalService, type LocalServiceOptions, startLocalService } from "../local-service/index.ts"
import { ServiceClient, type ServiceClientOptions } from "../src/clients/service-client.ts"
import { untilDone } from "./calm-clock.ts"

/** A local service and a client of it, both on one clock that jumps over every wait. */
export interface StormyService extends AsyncDisposable {
  /** The service that runs now. */
  readonly local: LocalService
  readonly service: ServiceClient
  readonly clock: VirtualClock
  /** Requests that reached the service, by endpoint. */
  readonly requests: ReadonlyMap<string, number>
  /** What the client said to a person. */
  readonly log: readonly string[]
  /** Ends the service, and starts it again at the same address. */
  restart(): Promise<void>
  /** Finishes what waits for the clock, too. */
  run<Output>(work: PromiseLike<Output>): Promise<Output>
}

export interface StormOptions extends LocalServiceOptions {
  readonly client?: ServiceClientOptions
  /** Sees every request that the client sends (1), and when its answer has come (-1). */
  readonly observe?: (request: TransportRequest, change: 1 | -1) => void
}

/** Opens both. Faults are on from the first request of the client. */
export async function openStorm({ client, observe, ...options }: StormOptions = {}): Promise<StormyService> {
  const clock = new VirtualClock()
  const writes = options.state !== undefined
  const requests = new Map<string, number>()
  const log: string[] = []
  let happened = 0
  let submissions = 0
  const settings: LocalServiceOptions = {
    seed: 1,
    clock,
    ...options,
    intercept: ({ path }) => {
      happened++
      const endpoint = path.replace("/api/v1/", "")
      requests.set(endpoint, (requests.get(endpoint) ?? 0) + 1)
      return undefined
    },
  }
  let local = await startLocalService(settings)
  const say = (message: string): void => void log.push(message)
  const service = new ServiceClient({
    baseUrl: local.url,
    apiKey: "tml-test",
    clock,
    random: () => 0.5,
    env: () => undefined,
    log: { debug: say, info: say, warn: say, error: say },
    transport: watched(undiciTransport(), (request, change) => {
      happened++
      observe?.(request, change)
      if (!request.url.endsWith("/retrieve_future")) submissions += change
    }),
    ...client,
  })
  // A service that writes to a disk takes its time: nobody is timed out meanwhile.
  const run = <Output>(work: PromiseLike<Output>): Promise<Output> =>
    untilDone(clock, { happened: () => happened, isBusy: () => writes && submissions > 0 }, work)
  return {
    get local() {
      return local
    },
    restart: async () => {
      await local.close()
      local = await startLocalService({ ...settings, port: local.port })
    },
    service,
    clock,
    requests,
    log,
    run,
    [Symbol.asyncDispose]: async () => {
      // The last word of telemetry meets faults too, and its limit of time is the clock's.
      await run(service.close())
      await local.close()
    },
  }
}

/** Tells of every request (1) and of every answer, good or bad (-1). */
function watched(transport: Transport, tell: (request: TransportRequest, change: 1 | -1) => void): Transport {
  return {
    send: async (request, interruption) => {
      tell(request, 1)
      try {
        return await transport.send(request, interruption)
      } finally {
        tell(request, -1)
      }
    },
    close: () => transport.close?.() ?? Promise.resolve(),
  }
}
