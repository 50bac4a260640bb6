import type { ApiModel } from "../model/api-model.ts"
import type { DiscriminatedFields } from "../model/discriminated-fields.ts"
import type { TypeNode } from "../model/type-node.ts"
import type { NoteChange } from "./change-list.ts"
import type { Flow } from "./change.ts"

/** The models that types of the two sides refer into. */
export interface ComparedModels {
  readonly before: ApiModel
  readonly after: ApiModel
  readonly discriminated: { readonly before: DiscriminatedFields; readonly after: DiscriminatedFields }
  readonly note: NoteChange
  /** Compares what stands inside: `compareTypes`, which itself compares objects and variants. */
  readonly compareTypes: (models: ComparedModels, before: TypeNode, after: TypeNode, place: Place) => void
}

/** Where two types are compared, and for whom. */
export interface Place {
  /** `Pet.name`, `the body of pets.create`. */
  readonly what: string
  readonly flow: Flow
  readonly operations: readonly string[]
  readonly exports?: readonly string[]
  /** Names of references that are being followed on the way here: types contain themselves. */
  readonly following?: readonly string[]
}
