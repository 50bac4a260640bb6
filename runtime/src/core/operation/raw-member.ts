import type { CallOptions } from "../client/call-options.ts"
import { execute, type Invocation } from "../call/execute.ts"
import type { RawResponse } from "./operation.ts"

/** `raw` of the operations that have one answer. */
export function rawMember(invoked: (input?: unknown, options?: CallOptions) => Invocation) {
  return {
    raw: async (input?: unknown, options?: CallOptions): Promise<RawResponse<unknown>> =>
      execute(invoked(input, options)),
  }
}
