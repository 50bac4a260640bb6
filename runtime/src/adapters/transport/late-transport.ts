import type { Transport } from "../../ports/transport.ts"

/** A transport that is loaded for the first request: a program that sends none does not wait for it when it starts. */
export function lateTransport(load: () => Promise<Transport>): Transport {
  let loading: Promise<Transport> | undefined
  let loaded: Transport | undefined
  return {
    async send(request, interruption) {
      loaded ??= await (loading ??= load().catch((error: unknown) => {
        loading = undefined
        throw error
      }))
      return loaded.send(request, interruption)
    },
    async close() {
      await (await loading)?.close?.()
    },
  }
}
