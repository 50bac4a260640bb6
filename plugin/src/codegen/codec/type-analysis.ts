import type { ApiModel } from "../../model/api-model.ts"
import { findDiscriminatedFields, type DiscriminatedFields } from "../../model/discriminated-fields.ts"
import type { OperationModel } from "../../model/operation.ts"
import { resolveType } from "../../model/resolve-type.ts"
import type { Pointer } from "../../model/source.ts"
import type { Field, NumberShape, TypeNode } from "../../model/type-node.ts"

export type Direction = "encode" | "decode"

/** Answers what generators ask about types, each question computed once a model. */
export class TypeAnalysis {
  readonly model: ApiModel
  readonly #needs = new Map<Direction, ReadonlySet<string>>()
  readonly #reached = new Map<Direction, Set<string>>()
  #reads64: boolean | undefined
  #int64: ReadonlySet<string> | undefined
  #exact: Set<string> | undefined
  #decimals: ReadonlySet<string> | undefined
  #secrets: ReadonlySet<string> | undefined
  #discriminated: DiscriminatedFields | undefined

  constructor(model: ApiModel) {
    this.model = model
  }

  /** What a chain of references ends at. */
  resolve(node: TypeNode): TypeNode {
    return resolveType(node, this.model.types)
  }

  /** Whether values of a type change between what the caller sees and what is sent. */
  needs(direction: Direction, node: TypeNode): boolean {
    let names = this.#needs.get(direction)
    if (!names) {
      names = this.#closure((type, found) => this.#changes(direction, type, found))
      this.#needs.set(direction, names)
    }
    return this.#changes(direction, node, names)
  }

  /** Whether a field of the object at `pointer` tells a union's variants apart, so that a caller writes it. */
  discriminates(pointer: Pointer, field: Field): boolean {
    this.#discriminated ??= findDiscriminatedFields(this.model)
    return this.#discriminated.get(pointer)?.has(field.name) ?? false
  }

  /** Whether a value of a type can hold an integer that a `number` cannot. */
  hasInt64(node: TypeNode): boolean {
    this.#int64 ??= this.#closure(holdsInt64)
    return holdsInt64(node, this.#int64)
  }

  /** Whether a value of a type can hold a number that its caller has as text. */
  hasDecimal(node: TypeNode): boolean {
    this.#decimals ??= this.#closure(holdsDecimal)
    return holdsDecimal(node, this.#decimals)
  }

  /** Whether a value of a type can hold a number that is read exactly where its answer holds a decimal, or in an event. */
  hasExact(node: TypeNode): boolean {
    return this.hasDecimal(node) || this.hasInt64(node)
  }

  /** Whether a value of a type can hold a secret. */
  hasSecret(node: TypeNode): boolean {
    this.#secrets ??= this.#closure(holdsSecret)
    return holdsSecret(node, this.#secrets)
  }

  /** Whether a named type is part of what is read exactly: an answer with a decimal, an event with that or an `int64`. */
  isReadExactly(name: string): boolean {
    if (!this.#exact) {
      this.#exact = new Set()
      for (const operation of this.model.operations) {
        const { kind, result } = operation
        const answers = rootsOf("decode", operation).filter((type) => this.hasDecimal(type))
        const events = kind === "stream" && result && this.hasExact(result) ? [result] : []
        this.#collect([...answers, ...events], this.#exact)
      }
    }
    return this.#exact.has(name)
  }

  /**
   * Whether a reader may give a `bigint` for a fraction: where an answer holds 64-bit integers, all its integers are read
   * exactly, and a fraction can look like one (`1e300` in full).
   */
  mayBeRead64(node: NumberShape): boolean {
    if (node.integer) return false
    this.#reads64 ??= this.model.operations.some((operation) => {
      return rootsOf("decode", operation).some((type) => this.hasInt64(type))
    })
    return this.#reads64
  }

  #changes(direction: Direction, node: TypeNode, found: ReadonlySet<string>): boolean {
    if (node.kind === "ref") return found.has(node.name)
    if (node.codec && node.codec.kind !== "media") return true
    if ((node.kind === "number" || node.kind === "boolean") && node.coerce === true) return direction === "decode"
    if (node.kind === "number") return direction === "decode" && this.mayBeRead64(node)
    if (node.kind === "object" && node.fields.some((field) => this.#fieldChanges(direction, field))) return true
    return childrenOf(node).some((child) => this.#changes(direction, child, found))
  }

  #fieldChanges(direction: Direction, field: Field): boolean {
    if (field.default !== undefined || field.omitNull || isRenamed(field)) return true
    return direction === "encode" && this.resolve(field.type).kind === "const"
  }

  /** Whether a named type can be part of what an operation sends (`encode`) or receives (`decode`). */
  reaches(direction: Direction, name: string): boolean {
    let names = this.#reached.get(direction)
    if (!names) {
      names = new Set()
      for (const operation of this.model.operations) this.#collect(rootsOf(direction, operation), names)
      this.#reached.set(direction, names)
    }
    return names.has(name)
  }

  #collect(nodes: readonly TypeNode[], names: Set<string>): void {
    for (const node of nodes) {
      if (node.kind !== "ref") this.#collect(childrenOf(node), names)
      else if (!names.has(node.name)) {
        names.add(node.name)
        const target = this.model.types.get(node.name)
        if (target) this.#collect([target], names)
      }
    }
  }

  /** Names of the types for which `test` holds, given that it holds for those found so far. */
  #closure(test: (type: TypeNode, found: ReadonlySet<string>) => boolean): ReadonlySet<string> {
    const found = new Set<string>()
    for (let before = -1; before !== found.size;) {
      before = found.size
      for (const [name, type] of this.model.types) if (!found.has(name) && test(type, found)) found.add(name)
    }
    return found
  }
}

/** Direct parts of a type. */
export function childrenOf(node: TypeNode): readonly TypeNode[] {
  switch (node.kind) {
    case "array":
      return [node.items]
    case "tuple":
      return node.rest ? [...node.items, node.rest] : node.items
    case "map":
      return [node.values]
    case "object":
      return [...node.fields.map((field) => field.type), ...(node.additional ? [node.additional] : [])]
    case "union":
      return node.variants
    case "intersection":
      return node.parts
    default:
      return []
  }
}

/** Whether the wire knows a field by another name, or by several. */
export function isRenamed(field: Field): boolean {
  return field.wire.length !== 1 || field.wire[0] !== field.name
}

function rootsOf(direction: Direction, operation: OperationModel): readonly TypeNode[] {
  if (direction === "encode") {
    return [
      ...operation.parameters.map((parameter) => parameter.type),
      ...(operation.body ? [operation.body.type] : []),
    ]
  }
  const answers = [...operation.success, ...operation.errors].map((response) => response.type)
  return [...answers, operation.result].filter((type) => type !== undefined)
}

function holdsDecimal(node: TypeNode, found: ReadonlySet<string>): boolean {
  if (node.kind === "ref") return found.has(node.name)
  if (node.codec?.kind === "decimal") return true
  if (node.codec && node.codec.kind !== "media") return false
  return childrenOf(node).some((child) => holdsDecimal(child, found))
}

function holdsInt64(node: TypeNode, found: ReadonlySet<string>): boolean {
  if (node.kind === "ref") return found.has(node.name)
  if (node.codec?.kind === "bigint") return true
  if (node.codec && node.codec.kind !== "media") return false
  return (
    (node.kind === "number" && node.format === "int64") || childrenOf(node).some((child) => holdsInt64(child, found))
  )
}

function holdsSecret(node: TypeNode, found: ReadonlySet<string>): boolean {
  if (node.secret === true) return true
  return node.kind === "ref" ? found.has(node.name) : childrenOf(node).some((child) => holdsSecret(child, found))
}
