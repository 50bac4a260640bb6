import type { TransportBody } from "../ports/transport.ts"

/** Whether a request body can be sent again, byte for byte. */
export function isReplayableBody(
  body: TransportBody | undefined,
): body is Extract<TransportBody, string | Uint8Array | Blob> | undefined {
  return body === undefined || typeof body === "string" || body instanceof Uint8Array || body instanceof Blob
}
