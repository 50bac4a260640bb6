import { PristineError, type ErrorFacts } from "../../errors/pristine-error.ts"
import { standIn } from "../../errors/stand-in.ts"
import { toPristineError } from "../../errors/to-pristine-error.ts"
import { isPromise } from "../../values/is-promise.ts"
import type { StandardIssue, StandardResult, StandardSchema } from "../../ports/standard-schema.ts"
import type { Call } from "../call/call.ts"

/** How the pipeline has values checked. */
export type Validate = typeof validate

/**
 * Checks a value against its type. Requests are checked strictly and answers tolerantly; `strict` and `tolerant` hold
 * for both, `warn` reports to `onWarning` and goes on, `off` checks nothing. The value itself is never replaced.
 *
 * @throws PristineError with the given code; its message names places and expectations, never values, and neither do its
 * issues. Below what the operation calls a secret keys are values too.
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
  const validator = schema["~standard"]
  const what = `The ${code === "input" ? code : "answer"} of ${spec.id}`
  const judge = (result: StandardResult<unknown>): void => {
    if (!result.issues) return
    // A validator's lists may be arrays of its own kind, which `map` would make another of.
    const issues = Array.from(result.issues, (issue) =>
      withoutValues(issue, code === "validation", validator.vendor !== "valibot", spec.secrets?.names ?? []),
    )
    const message = `${what} does not fit its type: ${describe(issues)}`
    const error = new PristineError(code, message, { ...facts(), operation: spec.id, issues })
    if (asked !== "warn") throw error
    const { onWarning } = client.options
    if (onWarning) onWarning(error)
    else console.warn(error.message)
  }
  // What a validator throws may quote the value.
  const fail = (thrown: unknown): never => {
    throw toPristineError(standIn(thrown), code, `${what} cannot be checked`, facts())
  }
  let result
  try {
    result = validator.validate(value, { libraryOptions: { mode } })
  } catch (thrown) {
    return fail(thrown)
  }
  if (isPromise(result)) return result.then(judge, fail)
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
 * answer are somebody's, those of an input its caller's, who looks for the wrong one. What is below a secret is one.
 */
function withoutValues(
  issue: StandardIssue,
  isAnswer: boolean,
  isForeign: boolean,
  secrets: readonly string[],
): PlainIssue {
  let isSecret = isAnswer && secrets.includes("")
  const path = Array.from(issue.path ?? [], (part): PropertyKey => {
    const { key, type, origin } = typeof part === "object" ? (part as PathItem) : { key: part }
    const isData = type === "record" || (origin === "key" && (issue as { expected?: unknown }).expected === "never")
    const isHidden = isSecret || (isAnswer && isData)
    isSecret ||= secrets.includes(key as string)
    return isHidden ? "*" : key
  })
  // The words of ours are about kinds; another validator may put into any of its own what it was given.
  return { message: isSecret && isForeign ? "is not valid" : expectation(issue), path }
}

/** The key of a path, with what valibot says of it. */
interface PathItem {
  readonly key: PropertyKey
  readonly type?: unknown
  readonly origin?: unknown
}

/** A validator's own message may quote the value; what it expected is the schema's. */
function expectation(issue: StandardIssue): string {
  const { expected, type } = issue as { readonly expected?: unknown; readonly type?: unknown }
  if (expected === "never") return "is not a known key"
  if (typeof expected === "string") return `should be ${expected}`
  return typeof type === "string" ? `breaks ${type}` : "is not valid"
}
