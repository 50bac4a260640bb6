import { isPristineError } from "../../errors/is-pristine-error.ts"
import type { CallOptions } from "../client/call-options.ts"
import type { Client } from "../client/client.ts"
import { buildRequest, type Invocation } from "../call/execute.ts"
import { type OperationInternals, operationKey } from "./operation-key.ts"
import type { OperationSpec } from "./operation-spec.ts"
import type { PreparedRequest, SafeResult } from "./operation.ts"
import { ownProperties } from "./own-properties.ts"
import { plainKey } from "./plain-key.ts"

/** What a kind of operation does when it is called. */
export interface OperationKind {
  readonly invoke: (invocation: Invocation) => unknown
  /** What callers find on an operation of this kind alone. */
  readonly members?: (invoked: (input?: unknown, options?: CallOptions) => Invocation) => object
}

/** An operation as the pipeline knows it; `define…` gives it the types of its manifest. */
export interface AnyOperation extends OperationInternals {
  (input?: unknown, options?: CallOptions): unknown
  safe(input?: unknown, options?: CallOptions): Promise<SafeResult<unknown, unknown>>
  request(input?: unknown, options?: CallOptions): Promise<PreparedRequest>
  key(input?: unknown): readonly [operation: string, input: string]
}

/** Makes the callable of an operation and its members. Nothing of the operation is built before it is called. */
export function makeOperation(spec: () => OperationSpec, kind: OperationKind, bound?: Client): AnyOperation {
  const invocation = (input?: unknown, options: CallOptions = {}): Invocation => ({
    spec: spec(),
    input,
    options: ownProperties(options),
    bound,
  })
  const { invoke, members } = kind
  return Object.assign((input?: unknown, options?: CallOptions) => invoke(invocation(input, options)), {
    ...members?.(invocation),
    safe: async (input?: unknown, options?: CallOptions) => settle(invocation(input, options), invoke),
    request: async (input?: unknown, options?: CallOptions) => buildRequest(invocation(input, options)),
    key: (input?: unknown) => [spec().id, (spec().key ?? plainKey)(input ?? {})] as const,
    [operationKey]: { spec, bind: (client: Client) => makeOperation(spec, kind, client) },
  })
}

async function settle(
  invocation: Invocation,
  invoke: (invocation: Invocation) => unknown,
): Promise<SafeResult<unknown, unknown>> {
  try {
    return { ok: true, data: await invoke(invocation) }
  } catch (error) {
    const { signal } = invocation.options
    const cancelled = signal?.aborted === true && signal.reason === error
    if (cancelled || !isPristineError(error)) throw error
    return { ok: false, error }
  }
}
