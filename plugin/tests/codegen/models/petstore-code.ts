import { generatePart, type Part } from "../../../src/codegen/index.ts"
import { defaults } from "../run-generated.ts"
import { petstore } from "./petstore.ts"

/** One part of the petstore's code. */
export function generate(part: Part, changes: object = {}): string {
  return generatePart(petstore, part, { ...defaults, ...changes }).code
}
