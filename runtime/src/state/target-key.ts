import type { AttemptTarget } from "../ports/attempt-target.ts"

/** What state is kept apart by: the origin (scheme, host and port), the operation, or a key of one's own. */
export type TargetKey = "origin" | "operation" | ((target: AttemptTarget) => string)

/** The key of a target; the same empty key for everything that has none. */
export function keyOf(key: TargetKey, target: AttemptTarget | undefined): string {
  if (target === undefined) return ""
  if (typeof key === "function") return key(target)
  return key === "operation" ? target.operation : new URL(target.url).origin
}
