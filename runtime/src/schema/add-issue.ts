import type { BaseIssue } from "valibot"
import { describeIssue } from "./describe-issue.ts"
import type { ModeConfig, Run } from "./schema.ts"

/** Whose issue it is: a schema or a check of valibot's form. */
interface Issuer {
  readonly kind: string
  readonly type: string
  readonly expects: string | null
  readonly requirement?: unknown
}

/** What an issue tells that its schema and the value of the run do not. */
interface Particulars {
  readonly input: unknown
  readonly expected: string
  readonly path: readonly unknown[]
}

/**
 * Adds an issue of valibot's form to a run, in the words of the run's `message` or ours, which name kinds and never values.
 * Valibot's own function would link its tables of translated messages, a kilobyte of every page.
 */
export function addIssue(
  issuer: Issuer,
  run: Run,
  { message = describeIssue }: ModeConfig,
  particulars?: Particulars,
): void {
  const { kind, type, expects, requirement } = issuer
  const { input, expected, path } = particulars ?? { input: run.value, expected: expects }
  const received = input === null ? "null" : Array.isArray(input) ? "array" : typeof input
  const issue = { kind, type, input, expected, received, message: "", requirement, path } as BaseIssue<unknown>
  Object.assign(issue, { message: typeof message === "string" ? message : message(issue) })
  if (run.issues) run.issues.push(issue)
  else run.issues = [issue]
}
