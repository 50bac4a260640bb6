import type { TransportRequest } from "../../ports/transport.ts"

/** The media type of a request's body; empty where there is none. */
export function contentType(headers: TransportRequest["headers"]): string {
  return headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? ""
}
