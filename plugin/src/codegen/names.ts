import type { OperationModel } from "../model/operation.ts"
import type { Part } from "./options.ts"

/** Export with the schema of a named type. */
export function schemaName(type: string): string {
  return `${type}Schema`
}

/** Export with the schema of an operation's input: `petsGetInput`, which no type's schema can be called. */
export function inputSchemaName({ flatName }: OperationModel): string {
  return `${flatName}Input`
}

/** Export with a retry policy as plain data. */
export function policyName(policy: string): string {
  return `${camelCase(policy)}Policy`
}

/** Export with a rate limit as plain data. */
export function limitName(limit: string): string {
  return `${camelCase(limit)}Limit`
}

/** Export with a circuit breaker as plain data. */
export function breakerName(breaker: string): string {
  return `${camelCase(breaker)}Breaker`
}

/** Part that holds the operations of a resource. */
export function resourcePart(path: readonly string[]): Part {
  return `resource:${path.join(".")}`
}

function camelCase(name: string): string {
  const words = name.split(/[^\p{ID_Continue}]+|_+/u).filter((word) => word !== "")
  const joined = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("")
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`
}
