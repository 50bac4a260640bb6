import type { TransportResponse } from "../../ports/transport.ts"

/** Lets go of an answer that nobody reads. What a transport says to that can help nobody any more. */
export function releaseBody({ body }: TransportResponse): void {
  body.cancel().catch(() => undefined)
}
