import type { ApiModel } from "../model/api-model.ts"
import type { Pointer } from "../model/source.ts"
import type { CodecTypes } from "./codec-types.ts"
import type { DeclarationNames } from "./declaration-names.ts"
import type { DeclarationWriter, MappedName } from "./declaration-writer.ts"
import type { TypePrinter } from "./type-printer.ts"

/** What the pieces of one declaration file share while it is written. */
export interface DeclarationScope {
  readonly model: ApiModel
  readonly names: DeclarationNames
  readonly codecTypes: CodecTypes
  readonly print: TypePrinter
  readonly writer: DeclarationWriter
  /** A name that leads to its place in the manifest. */
  readonly mapped: (name: string, pointer: Pointer) => MappedName
}
