import type { PristineError } from "../../errors/pristine-error.ts"
import { execute } from "../call/execute.ts"
import { makeOperation } from "./make-operation.ts"
import { memoise } from "./memoise.ts"
import type { RawAnswer } from "../response/raw-answer.ts"
import type { OperationSpec } from "./operation-spec.ts"
import type { Operation } from "./operation.ts"
import { ownProperties } from "./own-properties.ts"
import { rawMember } from "./raw-member.ts"

/** An operation with one answer. The thunk runs on the first call, once. */
export function defineOperation<Input = unknown, Output = unknown, Failure = PristineError>(
  build: () => OperationSpec<Input>,
): Operation<Input, Output, Failure> {
  const operation = makeOperation(
    memoise<OperationSpec>(() => ownProperties(build())),
    {
      invoke: (invocation) => execute(invocation).then(dataOf),
      members: rawMember,
    },
  )
  return operation as unknown as Operation<Input, Output, Failure>
}

const dataOf = ({ data }: RawAnswer): unknown => data
