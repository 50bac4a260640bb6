import type { Clock } from "../../ports/clock.ts"
import type { Client } from "./client.ts"
import type { encoded } from "../request/encoded.ts"

/**
 * What a manifest's values (`{ "env": … }`, `{ "from": "$…" }`) can refer to. Generated code reads it; nothing in it is
 * computed before it is read.
 */
export interface Scope {
  /** Environment variable, read at call time through the client; `undefined` where there is no process. */
  env(name: string): string | undefined
  readonly clock: Clock
  /** Keeps what is the same for all its calls. */
  readonly client: Client
  /** `$client.user_agent`: `name/version`. */
  readonly userAgent: string
  /** `$attempt`: retries before this attempt under the innermost policy. */
  readonly attempt: number
  /** `$timeout.seconds` of one attempt; `undefined` without a limit. */
  readonly timeoutSeconds: number | undefined
  /** `$request.body`: the encoded body, before serialisation. */
  readonly requestBody: unknown
  /** The query without credentials, for `$request.query.N`. */
  readonly query: Pairs
  /** `$poll.…`, inside a poll only. */
  readonly poll?: { readonly iteration: number; readonly createSeconds: number | undefined } | undefined
}

export interface RuntimeInfo {
  /** `Linux`, `MacOS`, `Windows`, `FreeBSD`, `OpenBSD`, `iOS`, `Android`, `Other:<platform>` or `Unknown`. */
  readonly os: string
  /** `x64`, `x32`, `arm`, `arm64`, `other:<machine>` or `unknown`. */
  readonly arch: string
  /** `node`, `bun`, `deno`, `browser`, `workerd` or `unknown`. */
  readonly name: string
  /** Version of that runtime, or `unknown`. */
  readonly version: string
}

/** `$response.…` for values that are read out of an answer. */
export interface ResponseScope {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** Name and value pairs in wire order; `undefined` and `null` leave the pair out. */
export type Pairs = readonly (readonly [name: string, value: PairValue])[]
export type PairValue = string | number | bigint | boolean | EncodedText | null | undefined

/** A query value that is percent-encoded already, as the query styles make it. Never built from text of a caller. */
export interface EncodedText {
  readonly [encoded]: string
}
