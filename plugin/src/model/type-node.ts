import type { Pointer } from "./source.ts"
import type { CodeRef, Value } from "./value.ts"

/** What every type can carry beside its shape. */
export interface TypeFacts {
  readonly pointer: Pointer
  readonly description?: string
  readonly deprecated?: boolean
  readonly examples?: readonly unknown[]
  /** Stands in no key, log or message. */
  readonly secret?: boolean
  /** `null` is a value of the type. */
  readonly nullable?: boolean
  /** Of a named type that only requests (`input`) or only answers (`output`) have: one half of a type of the manifest. */
  readonly side?: "input" | "output"
  /** Wire form ↔ value. `bytes`: base64 text ↔ `Uint8Array`. `decimal`: number ↔ its text. `bigint`: integer ↔ `bigint`. By media type: the whole body's bytes ↔ value. */
  readonly codec?: Codec
}

export type Codec =
  | { readonly kind: "bytes" }
  | { readonly kind: "decimal" }
  | { readonly kind: "bigint" }
  | { readonly kind: "code"; readonly ref: CodeRef }
  | { readonly kind: "media"; readonly media: readonly { readonly type: string; readonly ref: CodeRef }[] }

export type TypeNode = TypeFacts & Shape

export type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "null" }
  /** A part of a form that is sent as a file. */
  | { readonly kind: "file" }
  | { readonly kind: "boolean"; readonly coerce?: boolean }
  | NumberShape
  | StringShape
  | { readonly kind: "enum"; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: "const"; readonly value: unknown }
  | ArrayShape
  | { readonly kind: "tuple"; readonly items: readonly TypeNode[]; readonly rest?: TypeNode }
  | {
      readonly kind: "map"
      readonly values: TypeNode
      readonly minProperties?: number
      readonly maxProperties?: number
    }
  | ObjectShape
  | UnionShape
  | { readonly kind: "intersection"; readonly parts: readonly TypeNode[] }
  | { readonly kind: "ref"; readonly name: string }

export interface UnionShape {
  readonly kind: "union"
  readonly variants: readonly TypeNode[]
  /** Field whose constant picks the variant. Every variant has one, and no two share it. */
  readonly discriminator?: string
  /**
   * No variant's required fields contain another's, so a reader may tell variants apart by their fields where the
   * discriminator is missing. Only beside `discriminator`.
   */
  readonly distinctFields?: boolean
}

export interface NumberShape {
  readonly kind: "number"
  readonly integer: boolean
  readonly coerce?: boolean
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
}

export interface StringShape {
  readonly kind: "string"
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
}

export interface ArrayShape {
  readonly kind: "array"
  readonly items: TypeNode
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
}

export interface ObjectShape {
  readonly kind: "object"
  /** In wire order. */
  readonly fields: readonly Field[]
  /** Type of undeclared properties; absent: a closed object (unknown keys are refused when writing, kept when reading). */
  readonly additional?: TypeNode
}

export interface Field {
  /** Name in TypeScript; the wire name unless an `alias` says otherwise. */
  readonly name: string
  /** Names on the wire: all are read, in order; the first is written. */
  readonly wire: readonly string[]
  readonly type: TypeNode
  /** The caller must give it, and a reader finds it. Constants and defaulted fields are never required of a caller. */
  readonly required: boolean
  /** Filled in and sent when absent, and filled in when reading. */
  readonly default?: Value
  /** `null` means absent, both ways (`omit_if`). */
  readonly omitNull: boolean
  /** Only answers have it (`read`), or only requests (`write`). */
  readonly access?: "read" | "write"
  readonly pointer: Pointer
}
