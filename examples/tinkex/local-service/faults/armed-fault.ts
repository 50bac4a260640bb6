import type { FaultRule } from "./fault-rule.ts"

/** A switch that is on. */
export interface ArmedFault {
  readonly rule: FaultRule
  /** Endpoints that it is restricted to, in parts. */
  readonly patterns: readonly (readonly string[])[] | undefined
  /** Requests that it has met. */
  met: number
}

/** Whether a fault is one of this endpoint's, given as a path after `/api/v1/`. */
export function concerns({ rule: { fault }, patterns }: ArmedFault, endpoint: string): boolean {
  const isOfPolls = typeof fault === "string" && fault.startsWith("paused_")
  if (isOfPolls && endpoint !== "retrieve_future") return false
  const segments = endpoint.split("/")
  return patterns === undefined || patterns.some((pattern) => matches(pattern, segments))
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.length === segments.length && pattern.every((part, index) => part === "*" || part === segments[index])
}
