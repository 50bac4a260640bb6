import type { PristineError } from "../../errors/pristine-error.ts"
import type { CallOptions } from "../client/call-options.ts"
import { executeFuture } from "./execute-future.ts"
import { submitFuture } from "./submit-future.ts"
import { makeOperation } from "../operation/make-operation.ts"
import { memoise } from "../operation/memoise.ts"
import type { FutureSpec, OperationSpec } from "../operation/operation-spec.ts"
import type { FutureOperation } from "../operation/operation.ts"
import { ownProperties } from "../operation/own-properties.ts"

/** An operation that is finished later. The thunk runs on the first call, once. */
export function defineFuture<Input = unknown, Output = unknown, Failure = PristineError>(
  build: () => FutureSpec<Input>,
): FutureOperation<Input, Output, Failure> {
  const operation = makeOperation(
    memoise<OperationSpec>(() => ownProperties(build())),
    {
      invoke: (invocation) => executeFuture(invocation),
      members: (invoked) => ({
        submit: async (input?: Input, options?: CallOptions) => submitFuture(invoked(input, options)),
        resume: (requestId: string, options?: CallOptions) => executeFuture(invoked(undefined, options), requestId),
      }),
    },
  )
  return operation as unknown as FutureOperation<Input, Output, Failure>
}
