import { closest } from "../diagnostics/closest.ts"
import type { OperationReport } from "./build-report.ts"

/** Most bytes of one operation, or of each by its call; `"*"` is for those that are not named. */
export type Budget = number | Readonly<Record<string, number>>

/** Operations that cost more than they may, with what they may. */
export function overBudget(
  operations: readonly OperationReport[],
  budget: Budget,
): readonly { readonly operation: OperationReport; readonly limit: number }[] {
  const limitOf = (call: string): number | undefined =>
    typeof budget === "number" ? budget : Object.hasOwn(budget, call) ? budget[call] : budget["*"]
  return operations.flatMap((operation) => {
    const limit = limitOf(operation.call)
    return limit !== undefined && operation.bytes > limit ? [{ operation, limit }] : []
  })
}

/** Names of a budget that no operation has, with the nearest that there is. */
export function unknownNames(
  budget: Budget,
  calls: readonly string[],
): readonly { readonly name: string; readonly suggestion: string | undefined }[] {
  const names = typeof budget === "number" ? [] : Object.keys(budget)
  return names
    .filter((name) => name !== "*" && !calls.includes(name))
    .map((name) => ({ name, suggestion: closest(name, calls) }))
}
