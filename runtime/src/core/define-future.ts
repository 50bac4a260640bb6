import type { PristineError } from "../errors/pristine-error.ts"
import type { CallOptions } from "./call-options.ts"
import { executeFuture } from "./execute-future.ts"
import { makeOperation } from "./make-operation.ts"
import { memoise } from "./memoise.ts"
import type { FutureSpec, OperationSpec } from "./operation-spec.ts"
import type { FutureOperation } from "./operation.ts"
import { ownProperties } from "./own-properties.ts"

/** An operation that is finished later. The thunk runs on the first call, once. */
export function defineFuture<Input = unknown, Output = unknown, Failure = PristineError>(
  build: () => FutureSpec<Input>,
): FutureOperation<Input, Output, Failure> {
  const operation = makeOperation(
    memoise<OperationSpec>(() => ownProperties(build())),
    {
      invoke: (invocation) => executeFuture(invocation),
      members: (invoked) => ({
        resume: (requestId: string, options?: CallOptions) => executeFuture(invoked(undefined, options), requestId),
      }),
    },
  )
  return operation as unknown as FutureOperation<Input, Output, Failure>
}
