import { channel } from "node:diagnostics_channel"
import type { Telemetry } from "../../ports/telemetry.ts"

/**
 * Publishes each event on Node's diagnostics channel of its type: `pristine:call:start`, `pristine:attempt:end` and so on,
 * for monitoring agents. Costs next to nothing while nobody listens.
 *
 * @param prefix First part of the channels' names. Default `pristine`.
 */
export function diagnosticsChannelTelemetry(prefix = "pristine"): Telemetry {
  return {
    emit(event) {
      const target = channel(`${prefix}:${event.type}`)
      if (target.hasSubscribers) target.publish(event)
    },
  }
}
