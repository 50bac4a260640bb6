import type { Use } from "../callers/use.ts"
import type { OperationModel } from "../model/operation.ts"

/** One operation that a build holds. */
export interface OperationReport {
  /** The manifest's id. */
  readonly id: string
  /** What a program calls, without `api.`: `pets.get`. */
  readonly call: string
  /**
   * Generated code of the operation and of all schemas and codecs that it reaches, in bytes of UTF-8, without comments and
   * indentation and before a minifier renames anything: the same in every bundler. What two operations share counts in
   * both; the runtime counts in neither.
   */
  readonly bytes: number
  /** Files of the build that hold it. */
  readonly files: readonly string[]
  readonly policies: PolicyReport
}

/** What stands between a call of an operation and the wire. Absent: nothing. */
export interface PolicyReport {
  /** Alternatives of credentials; `false` stands for none. */
  readonly auth?: readonly (string | false)[]
  /** Outermost first. */
  readonly retry?: readonly string[]
  readonly rateLimit?: string
  readonly circuitBreaker?: string
  readonly pool?: string
  readonly idempotencyHeader?: string
  /** For servers only. */
  readonly server?: true
}

/** What a build took of one manifest; `diff --usage` reads it. */
export interface BuildReport {
  readonly version: 1
  /** Path relative to the project. */
  readonly manifest: string
  /** Dearest first. */
  readonly operations: readonly OperationReport[]
  /** Calls that the build does not hold. */
  readonly unused: readonly string[]
  /** Places of the program that name something of the manifest. */
  readonly uses: readonly Use[]
}

/** The policies of an operation, as a report names them. */
export function policiesOf(operation: OperationModel, options: { readonly retry: boolean }): PolicyReport {
  const { auth, retry, rateLimit, breaker, pool, idempotencyHeader, server } = operation
  return {
    ...(auth.length > 0 && { auth }),
    ...(options.retry && retry.length > 0 && { retry }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(breaker !== undefined && { circuitBreaker: breaker }),
    ...(pool !== undefined && { pool }),
    ...(idempotencyHeader !== undefined && { idempotencyHeader }),
    ...(server && { server }),
  }
}

/** What a program writes to call an operation, without `api.`. */
export function callOf({ resource, name }: Pick<OperationModel, "resource" | "name">): string {
  return [...resource, name].join(".")
}
