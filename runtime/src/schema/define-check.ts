import { addIssue } from "./add-issue.ts"
import type { Check, ModeConfig, Run } from "./schema.ts"

/** Makes a check for `pipe(…)`. It runs only on values of the schema's kind. */
export function defineCheck<Value>(
  type: string,
  expects: string,
  test: (value: Value, config: ModeConfig) => boolean,
  requirement?: unknown,
): Check<Value> {
  const check = {
    kind: "validation",
    type,
    reference: defineCheck,
    expects,
    requirement,
    async: false,
    "~run": (run: Run, config: ModeConfig): Run => {
      if (run.typed === true && !test(run.value as Value, config)) addIssue(check, run, config)
      return run
    },
  } as unknown as Check<Value>
  return check
}
