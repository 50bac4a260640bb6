import { addIssue } from "./add-issue.ts"
import { defineSchema } from "./define-schema.ts"
import type { Infer, ModeConfig, Run, Schema } from "./schema.ts"

/**
 * The first variant that fits. Where none does and a single one was meant (right kind, right constants), its issues are
 * reported. Tolerant: a value that no variant means is an unknown variant, and passes.
 */
export function union<const Variants extends readonly Schema[]>(variants: Variants): Schema<Infer<Variants[number]>> {
  return defineSchema(
    "union",
    [...new Set(variants.map((variant) => variant.expects))].join(" | "),
    (run, config, schema) => {
      runUnion(run, config, schema, variants)
    },
  )
}

/** Checks a value against variants, as `union` does. */
export function runUnion(run: Run, config: ModeConfig, schema: Schema, variants: readonly Schema[]): void {
  const meant: Run[] = []
  for (const variant of variants) {
    const attempt = variant["~run"]({ value: run.value }, config) as Run
    if (!attempt.issues) return
    if (!attempt.issues.some(isOther)) meant.push(attempt)
  }
  if (meant.length === 1 && meant[0]?.issues) run.issues = meant[0].issues
  else if (meant.length > 0 || config.mode !== "tolerant") addIssue(schema, run, config)
}

/** An issue that says "this is something else": the value itself, or a constant in it, is another. */
function isOther({ path, type }: NonNullable<Run["issues"]>[0]): boolean {
  return !path || (path.length === 1 && (type === "literal" || type === "picklist"))
}
