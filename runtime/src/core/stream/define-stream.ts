import type { PristineError } from "../../errors/pristine-error.ts"
import { executeStream } from "./execute-stream.ts"
import { makeOperation } from "../operation/make-operation.ts"
import { memoise } from "../operation/memoise.ts"
import type { OperationSpec, StreamSpec } from "../operation/operation-spec.ts"
import type { StreamOperation } from "../operation/operation.ts"
import { ownProperties } from "../operation/own-properties.ts"

/** An operation whose answer is a stream of events. The thunk runs on the first call, once. */
export function defineStream<Input = unknown, Event = unknown, Failure = PristineError>(
  build: () => StreamSpec<Input>,
): StreamOperation<Input, Event, Failure> {
  const operation = makeOperation(
    memoise<OperationSpec>(() => ownProperties(build())),
    { invoke: executeStream },
  )
  return operation as unknown as StreamOperation<Input, Event, Failure>
}
