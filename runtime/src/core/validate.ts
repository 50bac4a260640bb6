import { PristineError, type ErrorCode, type ErrorFacts } from "../errors/pristine-error.ts"
import type { StandardIssue, StandardResult, StandardSchema } from "../ports/standard-schema.ts"
import type { Call } from "./call.ts"

const modes = {
  strict: { libraryOptions: { mode: "strict" } },
  tolerant: { libraryOptions: { mode: "tolerant" } },
} as const

/**
 * Checks a value against its type. Requests are checked strictly and answers tolerantly; `strict` and `tolerant` hold
 * for both, `warn` reports to `onWarning` and goes on, `off` checks nothing. The value itself is never replaced.
 *
 * @throws PristineError with the given code; its message names places and expectations, never values.
 */
export function validate(
  call: Call,
  schema: StandardSchema | undefined,
  value: unknown,
  code: "input" | "validation",
  facts: ErrorFacts = {},
): void | Promise<void> {
  const mode = call.validate
  if (schema === undefined || mode === "off") return
  const strict = mode === "strict" || (mode !== "tolerant" && code === "input")
  const result = schema["~standard"].validate(value, strict ? modes.strict : modes.tolerant)
  if (result instanceof Promise) return result.then((settled) => judge(call, settled, code, facts))
  judge(call, result, code, facts)
}

function judge(call: Call, { issues }: StandardResult<unknown>, code: ErrorCode, facts: ErrorFacts): void {
  if (issues === undefined) return
  const operation = call.plan.spec.id
  const what = code === "input" ? "The input" : "The answer"
  const error = new PristineError(code, `${what} of ${operation} does not fit its type: ${describe(issues)}`, {
    ...facts,
    operation,
    issues,
  })
  if (call.validate !== "warn") throw error
  const { onWarning } = call.plan.client.options
  if (onWarning === undefined) console.warn(error.message)
  else onWarning(error)
}

const mostDescribed = 3

function describe(issues: readonly StandardIssue[]): string {
  const described = issues.slice(0, mostDescribed).map((issue) => `${place(issue)} ${expectation(issue)}`.trim())
  const more = issues.length - described.length
  return described.join("; ") + (more > 0 ? `; and ${more} more` : "")
}

function place({ path }: StandardIssue): string {
  if (path === undefined || path.length === 0) return "the whole value"
  return path.map((part) => `/${String(typeof part === "object" ? part.key : part)}`).join("")
}

/** A validator's own message may quote the value; what it expected is the schema's. */
function expectation(issue: StandardIssue): string {
  const { expected, type } = issue as { readonly expected?: unknown; readonly type?: unknown }
  if (type === "strict_object" && expected === "never") return "is not a known key"
  if (typeof expected === "string") return `should be ${expected}`
  return typeof type === "string" ? `breaks ${type}` : "is not valid"
}
