import type { Clock } from "../../ports/clock.ts"
import type { Transport } from "../../ports/transport.ts"
import { systemClock } from "../clock/system-clock.ts"
import { cubicRate } from "./cubic-rate.ts"
import { createPacer } from "./pacer.ts"

export interface AdaptiveTransportOptions {
  /** Most requests that may wait for their turn; one more fails with code `limit`. Default: any number. */
  readonly maxQueue?: number
  /** Default: the platform's. */
  readonly clock?: Clock
}

/**
 * A transport that slows down when a service answers 429, and finds the rate that it bears: for services that do not
 * tell their limits. Requests wait in order and may be aborted; before the first 429 none waits. One transport knows one
 * service.
 *
 * @throws PristineError with code `config` for a `maxQueue` below 0.
 * @example createClient({ transport: adaptiveTransport(undiciTransport()) })
 */
export function adaptiveTransport(inner: Transport, options: AdaptiveTransportOptions = {}): Transport {
  const { maxQueue, clock = systemClock } = options
  const rate = cubicRate()
  const pacer = createPacer([rate], { clock, ...(maxQueue !== undefined && { maxQueue }) })
  return {
    async send(request, interruption) {
      await pacer.turn(request.signal)
      const response = await inner.send(request, interruption)
      rate.answered(clock.now(), response.status === 429)
      return response
    },
    ...(inner.close !== undefined && { close: () => inner.close?.() ?? Promise.resolve() }),
  }
}
