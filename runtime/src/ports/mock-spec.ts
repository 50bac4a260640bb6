/** JSON Schema of what travels, as far as the generated module uses it. */
export interface WireSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, WireSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | WireSchema
  readonly items?: boolean | WireSchema
  readonly prefixItems?: readonly WireSchema[]
  readonly anyOf?: readonly WireSchema[]
  readonly allOf?: readonly WireSchema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minProperties?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly contentEncoding?: "base64"
  /** Only requests have it. */
  readonly writeOnly?: boolean
}

/** An answer that an operation may get. */
export interface MockAnswerSpec {
  /** A status, a class such as `"2XX"`, or `"default"`. */
  readonly status: number | string
  /** Media type of the body; absent: it has none. */
  readonly media?: string
  /** Absent where a codec of its own reads the body. */
  readonly schema?: WireSchema
}

/** What a mock needs to know of an operation; the plugin's option `mock` has it generated. */
export interface MockSpec {
  /** Named types, by name. */
  readonly types: Readonly<Record<string, WireSchema>>
  /** Successes, then declared errors. */
  readonly answers: readonly MockAnswerSpec[]
  /** Events of a stream. */
  readonly stream?: {
    readonly format: "sse" | "ndjson" | "json-seq" | "bytes"
    readonly sentinel?: string
    /** Type of the events. Absent: they have none. */
    readonly eventType?: string
    readonly event: WireSchema
  }
  /** Result of a future, read with the polled operation. */
  readonly future?: MockAnswerSpec
  /** How an answer becomes the last page. */
  readonly page?: {
    /** Path of the items in the body. */
    readonly items: readonly string[]
    /** What says that there is no page after it, by path; `"count"`: the number of items. */
    readonly end: readonly (readonly [path: readonly string[], value: unknown])[]
    /** The parameter of the query that counts, and its first value: beyond it a page is empty. */
    readonly counted?: { readonly name: string; readonly first: number }
  }
}
