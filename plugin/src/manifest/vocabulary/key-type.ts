/** What may stand behind a key. */
export type KeyType =
  | { readonly kind: "text"; readonly format?: TextFormat }
  | { readonly kind: "flag" }
  | { readonly kind: "off" }
  | { readonly kind: "number"; readonly integer?: boolean; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  /** Any JSON. */
  | { readonly kind: "any" }
  | { readonly kind: "list"; readonly items: KeyType; readonly length?: number }
  | { readonly kind: "map"; readonly values: KeyType }
  | { readonly kind: "object"; readonly spec: SpecName }
  /** A constant, or `{ "env" }`, or `{ "from" }`. */
  | { readonly kind: "value" }
  /** A type's name, a primitive, or an inline type. */
  | { readonly kind: "type" }
  | { readonly kind: "either"; readonly options: readonly KeyType[] }

/** Texts with a grammar of their own. */
export type TextFormat =
  | "code"
  | "coding"
  | "env"
  | "expression"
  | "header"
  | "line"
  | "media"
  | "members"
  | "method"
  | "path"
  | "pattern"
  | "pointer"
  | "resource"

/** The kinds of objects in a manifest. */
export type SpecName =
  | "manifest"
  | "server"
  | "serverVariable"
  | "value"
  | "scheme"
  | "defaults"
  | "resource"
  | "endpoint"
  | "parameter"
  | "timeout"
  | "poll"
  | "stream"
  | "resume"
  | "response"
  | "pagination"
  | "policy"
  | "rule"
  | "retryAfter"
  | "rateLimit"
  | "breaker"
  | "pool"
  | "provider"
  | "quota"
  | "quotaReset"
  | "serviceError"
  | "type"
  | "field"
  | "discriminator"
  | "variant"

/** One key of one kind of object. */
export interface KeySpec {
  readonly name: string
  readonly type: KeyType
  /** What the key does, one sentence. */
  readonly doc: string
  /** What its absence means, in words or as JSON. */
  readonly default?: string
  readonly required?: boolean
  /** Other spellings, read as if they were this one. */
  readonly synonyms?: readonly string[]
}

/** One kind of object. */
export interface ObjectSpec {
  /** With an article, for messages: `an endpoint`. */
  readonly title: string
  readonly doc: string
  readonly keys: readonly KeySpec[]
  /** Words of other dialects that are refused, and what to write instead. */
  readonly refused?: Readonly<Record<string, string>>
  /** Keys that are reserved for later, and what to do until then. */
  readonly later?: Readonly<Record<string, string>>
}
