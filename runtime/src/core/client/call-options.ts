import type { Client } from "./client.ts"
import type { TimeoutSpec } from "../operation/operation-spec.ts"

/** How strictly values are checked against the manifest's types. */
export type ValidateMode = "strict" | "tolerant" | "warn" | "off"

/** Second argument of every operation. */
export interface CallOptions {
  readonly client?: Client
  readonly signal?: AbortSignal
  /** Milliseconds of one attempt, or each phase. */
  readonly timeout?: number | TimeoutSpec
  /** `false` turns retries of this call off; `maxAttempts` is the most attempts of each rule. */
  readonly retry?: false | { readonly maxAttempts: number }
  /** Over the manifest's and the client's. `null` removes one. */
  readonly headers?: Readonly<Record<string, string | null>>
  readonly query?: Readonly<Record<string, string | number | boolean | null>>
  readonly idempotencyKey?: string
  /** Requests are checked strictly and responses tolerantly unless this says otherwise. */
  readonly validate?: ValidateMode
}
