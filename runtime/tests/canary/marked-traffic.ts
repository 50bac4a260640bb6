import type { Transport, TransportBody, TransportRequest, TransportResponseBody } from "../../src/ports/transport.ts"
import { recordTraffic } from "../../src/testing/traffic/record-traffic.ts"
import { secret } from "./mark.ts"
import { markBody, markEvents, markMember, marked } from "./marked-bodies.ts"
import { sinks } from "./sinks.ts"

/** What the description of every operation calls a secret here. */
const names = Object.values(marked)

/**
 * A transport under `watch` and a recorder, for whom there is a secret in every path, in every body of JSON, form or
 * multipart form that is sent, and in every JSON object and event that comes back. What is sent leaves without them, so
 * that tests find what they expect.
 */
export function markedTraffic(transport: Transport, watch: (transport: Transport) => Transport): Transport {
  const originals = new WeakMap<object, Pick<TransportRequest, "url" | "body">>()
  const answering: Transport = {
    ...transport,
    async send(request, interruption) {
      const { status, headers, body } = await transport.send(
        { ...request, ...originals.get(request.headers) },
        interruption,
      )
      return { status, headers, body: markedBody(body, headers.get("content-type") ?? "") }
    },
  }
  const recorder = recordTraffic(answering)
  sinks.recorders.push(recorder)
  const recorded = watch(recorder)
  const unrecorded = watch(answering)
  return {
    ...transport,
    send(request, interruption) {
      const { url, body } = request
      const route = request.secrets?.route
      const isPlain = !request.headers.some(([name]) => name.toLowerCase() === "content-encoding")
      const type = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? ""
      const headers = [...request.headers]
      originals.set(headers, { url, body })
      const secrets = {
        names: [...(request.secrets?.names ?? []), ...names],
        route: `${route ?? ""}/{${marked.path}}`,
      }
      const seen = { ...request, url: markPath(url), headers, secrets, body: isPlain ? markBody(body, type) : body }
      return (isKept(body) ? recorded : unrecorded).send(seen, interruption)
    },
  }
}

/** Whether it can be sent again, as a recorder asks. */
function isKept(body: TransportBody | undefined): boolean {
  return body === undefined || typeof body === "string" || body instanceof Uint8Array || body instanceof Blob
}

/** What is no URL stays as it is. */
function markPath(url: string): string {
  return url.replace(/^(https?:\/\/[^/?#]+[^?#]*)/i, `$1/${secret("path")}`)
}

function markedBody(body: TransportResponseBody, type: string): TransportResponseBody {
  return {
    text: async (maxBytes) => markMember(await body.text(maxBytes)),
    bytes: async (maxBytes) => {
      const bytes = await body.bytes(maxBytes)
      const text = new TextDecoder().decode(bytes)
      return markMember(text) === text ? bytes : new TextEncoder().encode(markMember(text))
    },
    stream: () => markEvents(body.stream(), type),
    cancel: () => body.cancel(),
  }
}
