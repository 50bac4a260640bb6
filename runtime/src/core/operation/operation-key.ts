import type { Client } from "../client/client.ts"
import type { OperationSpec } from "./operation-spec.ts"

/** How an operation is recognised and bound, also one that another copy of the package made. */
export const operationKey: unique symbol = Symbol.for("pristine.operation") as never

/** What every operation carries beside its public members. */
export interface OperationInternals {
  readonly [operationKey]: {
    readonly spec: () => OperationSpec
    /** The same operation with a client of its own; a call's `options.client` still wins. */
    readonly bind: (client: Client) => unknown
  }
}

export function isOperation(value: unknown): value is OperationInternals {
  return typeof value === "function" && operationKey in value
}
