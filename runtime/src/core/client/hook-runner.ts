import type { TransportRequest, TransportResponse } from "../../ports/transport.ts"
import type { Call } from "../call/call.ts"
import type { HeaderList } from "../request/header-list.ts"

/** A request whose URL, headers and body are still open. */
export type OpenRequest = { -readonly [Key in keyof TransportRequest]: TransportRequest[Key] } & { headers: HeaderList }

/** The hooks of a client at work. A client without hooks links nothing of it. */
export interface HookRunner {
  /** True where the request still goes to the client's own origin, so that credentials may be put on it. */
  request(call: Call, request: OpenRequest): Promise<boolean>
  response(call: Call, response: TransportResponse): Promise<void>
  retry(call: Call, delayMs: number, error: unknown): Promise<void>
  /** Gives what the call rejects with. */
  error(call: Call, error: unknown): Promise<unknown>
}
