import type { CallOptions } from "../../core/client/call-options.ts"
import type { TokenSource } from "../../ports/auth.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Transport } from "../../ports/transport.ts"

/** Makes the token source of one client. What a manifest names as the `source` of a credential is one. */
export type TokenSourceFactory = (context: TokenSourceContext) => TokenSource

/** What a token source is made from. */
export interface TokenSourceContext {
  /** The secret of `env` or `token` as it is now, if there is one. */
  readonly credential: string | undefined
  readonly clock: Clock
  readonly env: (name: string) => string | undefined
  /** The client's own, for requests to a server that gives out tokens. */
  readonly transport: Transport
  /**
   * Calls an operation with the same client, to exchange the secret for a token. It must use another list of
   * credentials than the one this source serves, or it would wait for itself.
   */
  readonly call: <Input, Output>(
    operation: (input: Input, options: CallOptions) => PromiseLike<Output>,
    input: Input,
    signal: AbortSignal,
  ) => PromiseLike<Output>
  /** What is kept under a key for this client, made on first use. */
  readonly state: <State>(key: string, create: () => State) => State
}
