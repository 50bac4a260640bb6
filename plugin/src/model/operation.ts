import type { Pointer } from "./source.ts"
import type { TypeNode } from "./type-node.ts"
import type { CodeRef, Expression, Value } from "./value.ts"

/** One endpoint with every default already merged in: generators look nowhere else. */
export interface OperationModel {
  readonly id: string
  readonly pointer: Pointer
  /** camelCase path of resources, outermost first; empty for an operation on the root. */
  readonly resource: readonly string[]
  /** camelCase name within the resource. */
  readonly name: string
  /** Name among all exports of the module: `petsGet`. */
  readonly flatName: string
  readonly description?: string
  readonly deprecated: boolean
  readonly tags: readonly string[]
  readonly method: string
  /** The template as written, for telemetry and documentation. */
  readonly route: string
  readonly path: readonly PathPart[]
  readonly parameters: readonly Parameter[]
  readonly body?: BodyModel
  /** Wire order. Defaults of the manifest are merged in. */
  readonly headers: readonly NamedValue[]
  readonly query: readonly NamedValue[]
  /** What the caller gets: the final result of a future, one event of a stream. `undefined`: nothing (`void`). */
  readonly result: TypeNode | undefined
  readonly success: readonly ResponseModel[]
  readonly errors: readonly ResponseModel[]
  readonly kind: "unary" | "stream" | "future" | "pages"
  readonly stream?: StreamModel
  readonly poll?: PollModel
  readonly page?: PageModel
  /** Alternatives: keys of `ApiModel.auth`, the first that is there as a whole is sent. `false`: none are needed, last. Empty: none are sent. */
  readonly auth: readonly (string | false)[]
  readonly timeouts: TimeoutModel
  /** Names of `ApiModel.policies`, outermost first; empty: no retries. */
  readonly retry: readonly string[]
  readonly classify?: CodeRef
  readonly rateLimit?: string
  /** Name of `ApiModel.breakers`. */
  readonly breaker?: string
  readonly pool?: string
  readonly idempotencyHeader?: string
  readonly telemetry: boolean
  /** For servers only: so the manifest says of it, or of a credential in each of its alternatives. */
  readonly server: boolean
}

export interface NamedValue {
  readonly name: string
  readonly value: Value
}

/** A parameter stands under its name in the input. */
export type PathPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string; readonly style: "simple" | "segments" }

export interface Parameter {
  /** Key of the flat input. */
  readonly name: string
  readonly wire: string
  readonly in: "path" | "query" | "header"
  readonly type: TypeNode
  readonly required: boolean
  readonly default?: Value
  /** `null` means absent. */
  readonly omitNull: boolean
  /** OpenAPI's styles, and `segments`. */
  readonly style: string
  readonly explode: boolean
  /** Reserved characters in a query's values stay as they are. */
  readonly allowReserved?: true
  readonly description?: string
  readonly pointer: Pointer
}

export interface BodyModel {
  /** `flat`: its fields stand in the input beside the parameters. `body`: it stands under `input.body`. */
  readonly placement: "flat" | "body"
  readonly type: TypeNode
  readonly required: boolean
  /** Merged into the body and gone from the input. */
  readonly constants: readonly NamedValue[]
  readonly contentType: string
  /** Media codec of `contentType`, where the type has one. */
  readonly codec?: CodeRef
  readonly encodings: readonly string[]
}

export interface ResponseModel {
  /** `200`, `"2XX"`, `"default"`. */
  readonly status: number | string
  /** `undefined`: the body is ignored. */
  readonly type: TypeNode | undefined
  /** Members of the body that lead to it, outermost first. Absent: it is the body. */
  readonly unwrap?: readonly string[]
  /** Order of `Accept`; `codec` absent: JSON or text by media type. */
  readonly media: readonly { readonly type: string; readonly codec?: CodeRef }[]
  /** Built from headers in place of a body. */
  readonly build?: readonly NamedValue[]
  readonly pointer: Pointer
}

export interface PollModel {
  /** Id of the polled operation; its own id: ask the same again. `undefined`: the built-in `POST /api/v1/retrieve_future`. */
  readonly operation: string | undefined
  readonly input: readonly NamedValue[]
  readonly headers: readonly NamedValue[]
  readonly pending: readonly TypeNode[]
  readonly failed: readonly TypeNode[]
  readonly interval: Value
}

export interface StreamModel {
  readonly format: "sse" | "ndjson" | "json-seq" | "bytes"
  /** Data of the event that ends the stream, where a close without it is an error. */
  readonly sentinel?: string
  /** Type of the event that reports a failure, where it is not `error`; `false`: none does. */
  readonly errorEvent?: string | false
  /** Types of the events that are handed out. Absent: all. */
  readonly eventTypes?: readonly string[]
  readonly resume?: { readonly maxAttempts?: number; readonly baseMs?: number; readonly maxMs?: number }
}

export interface PageModel {
  readonly items: Expression
  /** Type of one item; `any` where the response's type does not say. */
  readonly item: TypeNode
  /** Exactly one of `offset`, `page`, `cursor` and `link` says how the page after one is found. */
  readonly offset?: string
  readonly page?: string
  readonly cursor?: string
  readonly link?: Expression
  /** What `cursor` takes. */
  readonly next?: Expression
  readonly limit?: string
  readonly total?: Expression
  readonly pages?: Expression
  /** `false` in an answer: it is the last page. */
  readonly more?: Expression
}

export interface TimeoutModel {
  readonly connectMs?: number
  readonly headersMs?: number
  readonly idleMs?: number
  readonly attemptMs?: number
  readonly totalMs?: number
}
