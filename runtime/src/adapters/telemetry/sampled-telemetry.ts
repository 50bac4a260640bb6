import { PristineError } from "../../errors/pristine-error.ts"
import type { Random } from "../../ports/random.ts"
import type { Telemetry } from "../../ports/telemetry.ts"

export interface SamplingOptions {
  /** Share of the calls that are told of, 0 to 1. */
  readonly rate: number
  readonly random?: Random
}

/**
 * Tells another telemetry of a share of the calls: all events of a call, or none.
 *
 * @throws PristineError with code `config` for a rate that is no share.
 */
export function sampledTelemetry(telemetry: Telemetry, { rate, random = Math.random }: SamplingOptions): Telemetry {
  if (!(rate >= 0 && rate <= 1)) throw new PristineError("config", "A sampling rate lies between 0 and 1")
  const forClient = (): Telemetry => {
    const inner = telemetry.forClient?.() ?? telemetry
    const chosen = new Set<number>()
    return {
      emit(event) {
        const { type, callId } = event
        if (type === "call:start" && random() < rate) chosen.add(callId)
        if (chosen.has(callId)) inner.emit(event)
        if (type === "call:end") chosen.delete(callId)
      },
      flush: async (signal) => inner.flush?.(signal),
    }
  }
  return { ...forClient(), forClient }
}
