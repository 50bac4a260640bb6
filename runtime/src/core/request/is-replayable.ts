import type { Call } from "../call/call.ts"

/** The body can be sent again, byte for byte. */
export function isReplayable({ body }: Call): boolean {
  return body === undefined || typeof body === "string" || body instanceof Uint8Array || body instanceof Blob
}
