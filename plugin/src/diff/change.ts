import type { Pointer } from "../model/source.ts"
import type { RuleId } from "./rules.ts"

/**
 * What a change asks of callers. `breaking`: code that worked may no longer compile, or its calls fail or mean something
 * else. `additive`: nothing has to change. `cosmetic`: no program can tell.
 */
export type ChangeLevel = "breaking" | "additive" | "cosmetic"

/** Which way a value travels: from a caller (`request`) or to one (`response`). */
export type Flow = "request" | "response"

/** One difference between two manifests. */
export interface Change {
  readonly rule: RuleId
  readonly level: ChangeLevel
  readonly message: string
  /** Into the new manifest: what changed, or what something is gone from. */
  readonly pointer: Pointer
  /** Absent: it is not about a value that travels, or about both ways. */
  readonly flow?: Flow
  /** The operations whose callers it concerns, as they call them: `pets.get`. Empty: no operation in particular. */
  readonly operations: readonly string[]
  /** Named exports that it concerns: `Pet`, `PetSchema`. */
  readonly exports: readonly string[]
}
