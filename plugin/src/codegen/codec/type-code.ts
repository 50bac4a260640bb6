import type { CodeModule } from "../code-module.ts"
import { encodeString } from "../encode/string.ts"
import { encodeMember, isInherited } from "../encode/key.ts"
import type { OperationModel } from "../../model/operation.ts"
import type { CodeRef } from "../../model/value.ts"
import { resourcePart } from "../names.ts"
import type { Direction, TypeAnalysis } from "./type-analysis.ts"

/** What is declared in the module itself and needs no import. */
export interface Inside {
  readonly codecs?: boolean
  /** Local names of operations by id. */
  readonly operations?: ReadonlyMap<string, string>
}

/** Writes code about types into one module: knows what functions of the codecs part are called there. */
export class TypeCode {
  readonly module: CodeModule
  readonly analysis: TypeAnalysis
  readonly #inside: Inside

  constructor(module: CodeModule, analysis: TypeAnalysis, inside: Inside = {}) {
    this.module = module
    this.analysis = analysis
    this.#inside = inside
  }

  /** The function that encodes, decodes or reads a named type exactly. */
  pass(direction: Direction | "exact", name: string): string {
    const full = passName(direction, name)
    return this.#inside.codecs === true ? full : this.module.part("codecs", full)
  }

  /** The callable of another operation. */
  operation(operation: OperationModel): string {
    const local = this.#inside.operations?.get(operation.id)
    return local ?? this.module.part(resourcePart(operation.resource), operation.name)
  }

  /** Code that the manifest names. */
  reference(ref: CodeRef): string {
    return this.module.code(ref)
  }

  /** Reads an own property. */
  member(object: string, name: string): string {
    if (!isInherited(name)) return encodeMember(object, name)
    return `${this.module.runtime("own")}(${object}, ${encodeString(name)})`
  }
}

/** Name of the function that encodes, decodes or reads a named type exactly. */
export function passName(direction: Direction | "exact", type: string): string {
  return `${direction}${type}`
}
