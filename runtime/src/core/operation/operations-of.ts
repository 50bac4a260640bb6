import { isOperation, operationKey } from "./operation-key.ts"
import type { OperationSpec } from "./operation-spec.ts"

/** The specifications of all operations of a generated module: of its default export, or of a resource. */
export function operationsOf(api: object): readonly OperationSpec[] {
  return Object.values(api).flatMap((member: unknown): readonly OperationSpec[] => {
    if (isOperation(member)) return [member[operationKey].spec()]
    return typeof member === "object" && member !== null ? operationsOf(member) : []
  })
}
