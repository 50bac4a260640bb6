import { PristineError, type ErrorFacts } from "../../errors/pristine-error.ts"
import { isPromise } from "../../values/is-promise.ts"
import type { StandardIssue, StandardResult, StandardSchema } from "../../ports/standard-schema.ts"
import type { Call } from "../call/call.ts"

/** How the pipeline has values checked. */
export type Validate = typeof validate

/**
 * Checks a value against its type. Requests are checked strictly and answers tolerantly; `strict` and `tolerant` hold
 * for both, `warn` reports to `onWarning` and goes on, `off` checks nothing. The value itself is never replaced.
 *
 * @throws PristineError with the given code; its message names places and expectations, never values, and neither do its issues.
 */
export function validate(
  { options, plan: { spec, client } }: Call,
  schema: StandardSchema | undefined,
  value: unknown,
  code: "input" | "validation",
  facts: () => ErrorFacts,
): void | Promise<void> {
  const asked = options.validate ?? client.options.validate
  if (!schema || asked === "off") return
  const mode = asked === "strict" || asked === "tolerant" ? asked : code === "input" ? "strict" : "tolerant"
  const judge = (result: StandardResult<unknown>): void => {
    if (!result.issues) return
    const issues = result.issues.map((issue) => withoutValues(issue, code === "validation"))
    const message = `The ${code === "input" ? code : "answer"} of ${spec.id} does not fit its type: ${describe(issues)}`
    const error = new PristineError(code, message, { ...facts(), operation: spec.id, issues })
    if (asked !== "warn") throw error
    const { onWarning } = client.options
    if (onWarning) onWarning(error)
    else console.warn(error.message)
  }
  const result = schema["~standard"].validate(value, { libraryOptions: { mode } })
  if (isPromise(result)) return result.then(judge)
  judge(result)
}

const mostDescribed = 3

interface PlainIssue extends StandardIssue {
  readonly path: readonly PropertyKey[]
}

function describe(issues: readonly PlainIssue[]): string {
  const described = issues.slice(0, mostDescribed).map(({ path, message }) => {
    return `${path.map((key) => `/${String(key)}`).join("") || "the whole value"} ${message}`
  })
  return described.join("; ") + (issues.length > mostDescribed ? `; and ${issues.length - mostDescribed} more` : "")
}

/**
 * A validator's issue holds the value, and its path everything around it. The keys of a map are data as well: those of an
 * answer are somebody's, those of an input its caller's, who looks for the wrong one.
 */
function withoutValues(issue: StandardIssue, isAnswer: boolean): PlainIssue {
  const keys = (issue.path ?? []).map((part) => {
    if (typeof part !== "object") return part
    const { type, origin } = part as { readonly type?: unknown; readonly origin?: unknown }
    const isData = type === "record" || (origin === "key" && (issue as { expected?: unknown }).expected === "never")
    return isAnswer && isData ? "*" : part.key
  })
  return { message: expectation(issue), path: keys }
}

/** A validator's own message may quote the value; what it expected is the schema's. */
function expectation(issue: StandardIssue): string {
  const { expected, type } = issue as { readonly expected?: unknown; readonly type?: unknown }
  if (expected === "never") return "is not a known key"
  if (typeof expected === "string") return `should be ${expected}`
  return typeof type === "string" ? `breaks ${type}` : "is not valid"
}
