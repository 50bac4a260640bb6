import type { OperationModel } from "../model/operation.ts"
import type { Part } from "./options.ts"

export { breakerName, limitName, policyName } from "../model/policy-exports.ts"

/** Export with the schema of a named type. */
export function schemaName(type: string): string {
  return `${type}Schema`
}

/** Export with the schema of an operation's input: `petsGetInput`, which no type's schema can be called. */
export function inputSchemaName({ flatName }: OperationModel): string {
  return `${flatName}Input`
}

/** Part that holds the operations of a resource. */
export function resourcePart(path: readonly string[]): Part {
  return `resource:${path.join(".")}`
}
