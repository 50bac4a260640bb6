import type { OperationModel } from "../model/operation.ts"
import type { TypeNode } from "../model/type-node.ts"
import { mark } from "./mark.ts"
import { sameMeaning } from "./same-meaning.ts"
import { typeChanges } from "./type-changes.ts"

/** What a sentence calls the rest of an operation. */
const rest = {
  success: "answers",
  errors: "errors",
  headers: "headers",
  query: "query",
  auth: "credentials",
  retry: "retries",
  timeouts: "limits of time",
  poll: "poll",
  page: "pages",
  stream: "stream",
  rateLimit: "rate limit",
  breaker: "circuit breaker",
  pool: "pool",
  classify: "classification",
  idempotencyHeader: "idempotency",
  telemetry: "telemetry",
  deprecated: "deprecation",
} as const satisfies Partial<Record<keyof OperationModel, string>>

/** How a caller names an operation: `pets.get`. */
export function callName({ resource, name }: OperationModel): string {
  return [...resource, name].join(".")
}

/** What became of an operation, in sentences. */
export function operationChanges(before: OperationModel, after: OperationModel): readonly string[] {
  const name = callName(after)
  const changes: string[] = []
  if (callName(before) !== name) changes.push(`${mark(callName(before))} is called ${mark(name)}`)
  const line = `${after.method} ${after.route}`
  if (line !== `${before.method} ${before.route}`) changes.push(`${mark(name)} sends ${mark(line)}`)
  if (before.kind !== after.kind) changes.push(`${mark(name)} is a call of the kind ${mark(after.kind)}`)
  changes.push(...typeChanges(`${name}(…)`, parameters(before), parameters(after)))
  changes.push(...valueChanges(`${name}(…).body`, before.body?.type, after.body?.type))
  changes.push(...valueChanges(`${name}()`, before.result, after.result))
  const others = Object.entries(rest).filter(([key]) => {
    // What an operation gives is told already.
    if (key === "success" && !sameMeaning(before.result, after.result)) return false
    return !sameMeaning(before[key as keyof typeof rest], after[key as keyof typeof rest])
  })
  if (others.length > 0) changes.push(`${mark(name)} has other ${others.map(([, label]) => label).join(", ")}`)
  return changes
}

function parameters(operation: OperationModel): TypeNode {
  const fields = operation.parameters.map(({ name, wire, type, required, omitNull, pointer, default: filled }) => {
    return { name, wire: [wire], type, required, omitNull, pointer, ...(filled && { default: filled }) }
  })
  return { kind: "object", pointer: operation.pointer, fields }
}

function valueChanges(path: string, before: TypeNode | undefined, after: TypeNode | undefined): readonly string[] {
  if (before && after) return typeChanges(path, before, after)
  if (before) return [`${mark(path)} is gone`]
  return after ? [`${mark(path)} is new`] : []
}
