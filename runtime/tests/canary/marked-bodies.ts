import type { Transport, TransportResponse, TransportResponseBody } from "../../src/ports/transport.ts"
import { recordTraffic } from "../../src/testing/traffic/record-traffic.ts"
import { secret } from "./mark.ts"
import { sinks } from "./sinks.ts"

/** What the description of every operation calls a secret here. */
const name = "canary_member"
const member = `"${name}":["${secret("member")}"]`

/**
 * A transport with a recorder over it, and a secret member in each JSON object that is sent or comes back. What is sent
 * leaves without it, so that tests find what they expect.
 */
export function withMarkedBodies(transport: Transport): Transport {
  const answering: Transport = {
    ...transport,
    async send(request, interruption) {
      const { body } = request
      const plain = typeof body === "string" ? { ...request, body: unmarked(body) } : request
      const response = await transport.send(plain, interruption)
      return { ...response, status: response.status, headers: response.headers, body: markedBody(response) }
    },
  }
  const recorder = recordTraffic(answering)
  sinks.recorders.push(recorder)
  return {
    ...transport,
    send(request, interruption) {
      const secrets = { ...request.secrets, names: [...(request.secrets?.names ?? []), name] }
      const { body } = request
      if (typeof body === "string") return recorder.send({ ...request, secrets, body: marked(body) }, interruption)
      const isKept = body === undefined || body instanceof Uint8Array || body instanceof Blob
      return (isKept ? recorder : answering).send({ ...request, secrets }, interruption)
    },
  }
}

function marked(json: string): string {
  return /^\s*\{\s*"/.test(json) ? json.replace("{", `{${member},`) : json
}

function unmarked(json: string): string {
  return json.replace(`${member},`, "")
}

function markedBody({ body }: TransportResponse): TransportResponseBody {
  return {
    text: async (maxBytes) => marked(await body.text(maxBytes)),
    bytes: async (maxBytes) => {
      const bytes = await body.bytes(maxBytes)
      const text = new TextDecoder().decode(bytes)
      return marked(text) === text ? bytes : new TextEncoder().encode(marked(text))
    },
    stream: () => body.stream(),
    cancel: () => body.cancel(),
  }
}
