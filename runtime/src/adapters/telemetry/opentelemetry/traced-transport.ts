import { propagation } from "@opentelemetry/api"
import type { Transport } from "../../../ports/transport.ts"
import type { Handoff } from "./open-telemetry.ts"

type Header = readonly [name: string, value: string]

/** Adds what the global propagator writes for the attempt under way. A header that the request has stays as it is. */
export function tracedTransport(inner: Transport, handoff: Handoff, fields: readonly string[]): Transport {
  const allowed = new Set(fields.map((name) => name.toLowerCase()))
  return {
    send(request, interruption) {
      const { context } = handoff
      handoff.context = undefined
      if (!context) return inner.send(request, interruption)
      const written: Header[] = []
      propagation.inject(context, written, { set: (list, name, value) => void list.push([name.toLowerCase(), value]) })
      const given = new Set(request.headers.map(([name]) => name.toLowerCase()))
      const added = written.filter(([name]) => allowed.has(name) && !given.has(name))
      return inner.send({ ...request, headers: [...request.headers, ...added] }, interruption)
    },
    ...(inner.close && { close: () => inner.close?.() ?? Promise.resolve() }),
  }
}
