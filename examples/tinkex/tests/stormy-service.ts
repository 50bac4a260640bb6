import type { Transport } from "pristine-runtime"
import { undiciTransport } from "pristine-runtime/node"
import { VirtualClock } from "pristine-runtime/testing"
import {
  type FaultRule,
  type LocalService,
  type LocalServiceOptions,
  startLocalService,
} from "../local-service/index.ts"
import { ServiceClient, type ServiceClientOptions } from "../src/clients/service-client.ts"
import { untilDone } from "./calm-clock.ts"

/** A local service and a client of it, both on one clock that jumps over every wait. */
export interface StormyService extends AsyncDisposable {
  readonly local: LocalService
  readonly service: ServiceClient
  readonly clock: VirtualClock
  /** Requests that reached the service, by endpoint. */
  readonly requests: ReadonlyMap<string, number>
  /** What the client said to a person. */
  readonly log: readonly string[]
  /** Finishes what waits for the clock, too. */
  run<Output>(work: PromiseLike<Output>): Promise<Output>
}

export interface StormOptions extends LocalServiceOptions {
  readonly client?: ServiceClientOptions
  readonly faults?: readonly (string | FaultRule)[]
}

/** Opens both. Faults are on from the first request of the client. */
export async function openStorm({ client, ...options }: StormOptions = {}): Promise<StormyService> {
  const clock = new VirtualClock()
  const requests = new Map<string, number>()
  const log: string[] = []
  let happened = 0
  const local = await startLocalService({
    seed: 1,
    clock,
    ...options,
    intercept: ({ path }) => {
      happened++
      const endpoint = path.replace("/api/v1/", "")
      requests.set(endpoint, (requests.get(endpoint) ?? 0) + 1)
      return undefined
    },
  })
  const say = (message: string): void => void log.push(message)
  const service = new ServiceClient({
    baseUrl: local.url,
    apiKey: "tml-test",
    clock,
    random: () => 0.5,
    env: () => undefined,
    log: { debug: say, info: say, warn: say, error: say },
    transport: counted(undiciTransport(), () => happened++),
    ...client,
  })
  return {
    local,
    service,
    clock,
    requests,
    log,
    run: (work) => untilDone(clock, () => happened, work),
    [Symbol.asyncDispose]: async () => {
      await service.close()
      await local.close()
    },
  }
}

/** Tells of every request and of every answer, good or bad. */
function counted(transport: Transport, tell: () => void): Transport {
  return {
    send: async (request, interruption) => {
      tell()
      try {
        return await transport.send(request, interruption)
      } finally {
        tell()
      }
    },
    close: () => transport.close?.() ?? Promise.resolve(),
  }
}
