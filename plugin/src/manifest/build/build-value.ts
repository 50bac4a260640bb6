import { closest } from "../../diagnostics/closest.ts"
import type { Report } from "../../diagnostics/report.ts"
import type { Expression, Value } from "../../model/value.ts"
import type { NamedValue } from "../../model/operation.ts"
import { member, membersOf, textOf, type Tree } from "../check/tree.ts"
import { parseExpression } from "./parse-expression.ts"

/** A place where values stand, and the expressions that mean something there. */
export interface ValuePlace {
  /** Completes "cannot be used in …". */
  readonly where: string
  readonly kinds: readonly Expression["kind"][]
}

const ofClient = ["client.user_agent", "runtime.os", "runtime.arch", "runtime.name", "runtime.version"] as const
const ofRequest = [...ofClient, "attempt", "timeout.seconds", "request.body", "request.query"] as const

/** Every place of a manifest where values stand. */
export const valuePlaces: Readonly<
  Record<"baseUrl" | "request" | "pollHeaders" | "pollInput" | "interval" | "built" | "input", ValuePlace>
> = {
  baseUrl: { where: "a base URL", kinds: [] },
  request: { where: "headers and queries", kinds: ofRequest },
  input: { where: "defaults and bodies", kinds: ofClient },
  pollHeaders: { where: "headers of a poll", kinds: [...ofRequest, "poll.iteration", "poll.create_seconds"] },
  pollInput: { where: "the input of a poll", kinds: ["response.body", "response.header", "response.status"] },
  interval: { where: "an interval", kinds: ["response.body", "response.header", "response.status"] },
  built: { where: "a body built from headers", kinds: ["response.header", "response.status"] },
}

/** A constant, or `{ "env" }`, or `{ "from" }`. `undefined` when it is malformed, which is reported. */
export function buildValue(tree: Tree, place: ValuePlace, report: Report): Value | undefined {
  if (tree.members === undefined) return { kind: "constant", value: tree.value }
  const env = textOf(tree, "env")
  const from = member(tree, "from")
  const otherwise = member(tree, "default")
  const fallback = otherwise === undefined ? {} : { default: otherwise.value }
  if (place !== valuePlaces.input && typeof otherwise?.value === "object" && otherwise.value !== null) {
    const expected = "text, a number, a boolean or null"
    report.add("PRISTINE_M0102", otherwise.pointer, { what: '"default"', expected, got: otherwise.value })
  }
  if (env !== undefined && from !== undefined) {
    report.add(
      "PRISTINE_M0110",
      from.pointer,
      {
        what: 'A value has either "env" or "from", not both',
        fix: "Remove one of them.",
      },
      "key",
    )
    return undefined
  }
  if (env !== undefined) return { kind: "env", name: env, ...fallback }
  if (from === undefined) {
    // A value with a key that is none has one mistake, not two.
    if (!hasKey(tree.value, "env") && !hasKey(tree.value, "from") && !tree.lost?.size)
      report.add("PRISTINE_M0103", tree.pointer, { key: "env", where: "a value" }, "key")
    return undefined
  }
  const expression = buildExpression(from, place, report)
  return expression && { kind: "expression", expression, ...fallback }
}

/** Parses an expression and checks that it means something at its place. */
export function buildExpression(tree: Tree, place: ValuePlace, report: Report): Expression | undefined {
  const text = textOf(tree) ?? ""
  const expression = parseExpression(text)
  if (expression !== undefined && place.kinds.includes(expression.kind)) return expression
  const allowed = place.kinds.map(writeKind)
  if (expression === undefined) {
    const near = closest(text, allowed)
    report.add("PRISTINE_M0108", tree.pointer, {
      what: "a runtime expression",
      got: text,
      expected: near ?? (allowed.length > 0 ? `one of ${allowed.join(", ")}` : 'a constant or { "env": "NAME" }'),
    })
  } else {
    const none = ['a constant or { "env": "NAME" }']
    report.add("PRISTINE_M0603", tree.pointer, {
      expression: text,
      where: place.where,
      allowed: allowed.length > 0 ? allowed : none,
    })
  }
  return undefined
}

/** A map of values, in order. */
export function buildNamedValues(tree: Tree | undefined, place: ValuePlace, report: Report): readonly NamedValue[] {
  return membersOf(tree).flatMap(([name, entry]) => {
    const value = buildValue(entry, place, report)
    return value === undefined ? [] : [{ name, value }]
  })
}

function writeKind(kind: Expression["kind"]): string {
  if (kind.endsWith(".body")) return `$${kind}#/…`
  return kind.endsWith(".header") || kind.endsWith(".query") ? `$${kind}.NAME` : `$${kind}`
}

function hasKey(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
}
