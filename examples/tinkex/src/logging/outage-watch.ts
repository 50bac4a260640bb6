import type { Clock, Transport } from "pristine-runtime"
import type { Log } from "./log.ts"

/** Milliseconds without an answer after which a person is told. Calls go on trying for minutes, and would be silent. */
const patienceMs = 10_000

/**
 * A transport that warns, once an outage, when the service cannot be reached. An answer ends the outage, whatever it says.
 *
 * @param baseUrl What begins with it is watched; requests to others are not the service's.
 */
export function outageWatch(transport: Transport, baseUrl: string, clock: Clock, log: Log): Transport {
  let since: number | undefined
  let told = false
  return {
    async send(request, interruption) {
      if (!request.url.startsWith(baseUrl)) return transport.send(request, interruption)
      try {
        const response = await transport.send(request, interruption)
        since = undefined
        told = false
        return response
      } catch (error) {
        if (!request.signal.aborted) {
          since ??= clock.now()
          const silentMs = clock.now() - since
          if (silentMs >= patienceMs && !told) {
            told = true
            const seconds = Math.round(silentMs / 1000)
            const { origin } = new URL(baseUrl)
            log.warn(
              `Cannot reach ${origin} for ${seconds} seconds${codeOf(error)}; calls are tried again for some minutes`,
            )
          }
        }
        throw error
      }
    },
    ...(transport.close && { close: () => transport.close?.() ?? Promise.resolve() }),
  }
}

/** The platform's word for it, such as `ECONNREFUSED` or `ENOTFOUND`. */
function codeOf(error: unknown): string {
  for (let link = error; link instanceof Error; link = link.cause) {
    if ("code" in link && typeof link.code === "string" && /^[A-Z][A-Z0-9_]{2,40}$/.test(link.code)) {
      return ` (${link.code})`
    }
  }
  return ""
}
