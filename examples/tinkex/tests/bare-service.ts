import type { Transport, TransportRequest, TransportResponse } from "pristine-runtime"
import { ServiceClient } from "../src/clients/service-client.ts"

/** Answers of a transport that keeps nothing of what it was asked. */
export function json(body: object): TransportResponse {
  return answer(Buffer.from(JSON.stringify(body)), "application/json")
}

export function answer(bytes: Uint8Array, type: string): TransportResponse {
  return {
    status: 200,
    headers: new Headers({ "content-type": type }),
    body: {
      bytes: () => Promise.resolve(bytes),
      text: () => Promise.resolve(Buffer.from(bytes).toString()),
      stream: () => new Blob([bytes.slice()]).stream(),
      cancel: () => Promise.resolve(),
    },
  }
}

/** What a client asks before and beside its work. */
const usual: Readonly<Record<string, object>> = {
  "client/config": {},
  "client/dynamic_config": { refresh_interval_sec: 300 },
  create_session: { type: "create_session", session_id: "s" },
  create_sampling_session: { type: "create_sampling_session", sampling_session_id: "s:sample:0" },
  session_heartbeat: { type: "session_heartbeat" },
}

/** A transport that answers the usual questions, and all others as `work` does, told the endpoint. */
export function bareTransport(
  work: (endpoint: string, request: TransportRequest) => TransportResponse | undefined | Promise<TransportResponse>,
): Transport {
  return {
    async send(request) {
      const endpoint = new URL(request.url).pathname.replace("/api/v1/", "")
      return (await work(endpoint, request)) ?? json(usual[endpoint] ?? {})
    },
  }
}

/** A client whose telemetry and environment are of no account. */
export function bareClient(transport: Transport): ServiceClient {
  return new ServiceClient({
    baseUrl: "http://127.0.0.1:1",
    apiKey: "tml-test",
    transport,
    env: () => undefined,
    sendTelemetry: false,
  })
}
