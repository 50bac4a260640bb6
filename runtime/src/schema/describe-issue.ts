import type { BaseIssue } from "valibot"

/** The words of an issue: what was expected and what kind of thing came. A value is somebody's data and is not named. */
export function describeIssue({ expected, input }: BaseIssue<unknown>): string {
  if (expected === "never") return "Unknown field"
  const received = input === null ? "null" : Array.isArray(input) ? "array" : typeof input
  return `Expected ${expected ?? "another value"} but received ${received}`
}
