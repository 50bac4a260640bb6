import { addIssue } from "./add-issue.ts"
import type { ModeConfig, Run, Schema } from "./schema.ts"

/** More issues than this help nobody: containers stop looking. */
const maxIssues = 100

/** Whether a container has found enough. */
export function isFull(run: Run): boolean {
  return run.issues !== undefined && run.issues.length >= maxIssues
}

/** Checks one item of a container; its issues get the way to it. A key of a `record` is data, not a name of its type. */
export function runAt(
  run: Run,
  config: ModeConfig,
  schema: Schema,
  key: string | number,
  value: unknown,
  type: "array" | "object" | "record" = typeof key === "number" ? "array" : "object",
): void {
  const { issues } = schema["~run"]({ value }, config) as Run
  if (!issues) return
  for (const issue of issues) {
    const item = { type, origin: "value", input: run.value, key, value }
    const path = issue.path as unknown[] | undefined
    if (path) path.unshift(item)
    else (issue as { path?: unknown }).path = [item]
  }
  if (run.issues) run.issues.push(...issues)
  else run.issues = issues
}

/** Reports a key that must not be there (`never`), or a key or a place of a list that must. */
export function addKeyIssue(
  run: Run,
  config: ModeConfig,
  schema: Schema,
  key: string | number,
  expected: string,
): void {
  const value = expected === "never" ? key : undefined
  const type = typeof key === "number" ? "array" : "object"
  const path = [{ type, origin: "key", input: run.value, key, value }]
  addIssue(schema, run, config, { input: value, expected, path })
}
