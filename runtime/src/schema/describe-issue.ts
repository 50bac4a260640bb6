import type { BaseIssue } from "valibot"

/** The words of an issue: what was expected and what kind of thing came. A value is somebody's data and is not named. */
export function describeIssue({ expected, received }: BaseIssue<unknown>): string {
  return expected === "never" ? "Unknown field" : `Expected ${expected ?? "another value"} but received ${received}`
}
