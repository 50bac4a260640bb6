import { PristineError } from "../../errors/pristine-error.ts"
import { isOperation, operationKey } from "./operation-key.ts"
import type { OperationSpec } from "./operation-spec.ts"

/** The specification behind an operation: what `poll.operation` of another one refers to. */
export function specOf(operation: unknown): OperationSpec {
  if (isOperation(operation)) return operation[operationKey].spec()
  throw new PristineError("config", "What is to be polled is no operation")
}
