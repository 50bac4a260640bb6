import type { Report } from "../../diagnostics/report.ts"
import type { AuthScheme } from "../../model/auth-scheme.ts"
import { flagOf, member, membersOf, oneOrMany, textOf, type Tree } from "../check/tree.ts"
import { checkPattern } from "./constraints.ts"
import { parseCodeRef } from "./parse-code-ref.ts"

/** Named lists of schemes; one scheme or one list is the list `default`. */
export function buildAuth(tree: Tree | undefined, report: Report): ReadonlyMap<string, readonly AuthScheme[]> {
  if (tree === undefined) return new Map()
  const isMap = tree.items === undefined && member(tree, "type") === undefined
  const lists = isMap ? membersOf(tree) : [["default", tree] as const]
  return new Map(
    lists.map(([name, list]) => [name, oneOrMany(list).flatMap((scheme) => buildScheme(scheme, report) ?? [])]),
  )
}

/** Keys that mean something for each type of scheme, beside `type`, `source` and `server`. */
const keysByType: Readonly<Record<string, readonly string[]>> = {
  api_key: ["header", "query", "cookie", "env", "pattern"],
  bearer: ["env", "pattern"],
  oauth2: ["env", "pattern"],
  basic: ["env", "username", "password"],
}

function buildScheme(tree: Tree, report: Report): AuthScheme | undefined {
  const type = textOf(tree, "type")
  if (type === undefined) return undefined
  for (const [key, { pointer }] of membersOf(tree)) {
    if (key === "type" || key === "source" || key === "server" || keysByType[type]?.includes(key)) continue
    const because = `the scheme "${type}" does not use it`
    report.add("PRISTINE_M0109", pointer, { key, because, fix: "Remove it." }, "key")
  }
  const env = textOf(tree, "env")
  const source = parseCodeRef(member(tree, "source"), report)
  const pattern = textOf(tree, "pattern")
  const patternTree = member(tree, "pattern")
  if (patternTree) checkPattern(patternTree, report)
  const shared = {
    pointer: tree.pointer,
    ...(env !== undefined && { env }),
    ...(source && { source }),
    ...(flagOf(tree, "server") && { server: true as const }),
  }
  const checked = pattern === undefined ? {} : { pattern }
  if (type === "api_key") return { ...shared, type, ...placeOf(tree, report), ...checked }
  if (type !== "basic") return { ...shared, type: "bearer", ...checked }
  const usernameEnv = environmentOf(tree, "username", report)
  const passwordEnv = environmentOf(tree, "password", report)
  return {
    ...shared,
    type,
    ...(usernameEnv !== undefined && { usernameEnv }),
    ...(passwordEnv !== undefined && { passwordEnv }),
  }
}

type ApiKeyPlace = Pick<Extract<AuthScheme, { type: "api_key" }>, "in" | "name">

function placeOf(tree: Tree, report: Report): ApiKeyPlace {
  const given = (["header", "query", "cookie"] as const).filter((place) => member(tree, place))
  const [first, second] = given
  if (second !== undefined) {
    const what = `An API key is sent in one place, not as "${first ?? ""}" and "${second}"`
    report.add("PRISTINE_M0110", member(tree, second)?.pointer ?? tree.pointer, { what, fix: "Keep one." }, "key")
  }
  return { in: first ?? "header", name: textOf(tree, first ?? "header") ?? "X-API-Key" }
}

/** A secret stands in the environment, never in a manifest. */
function environmentOf(tree: Tree, key: string, report: Report): string | undefined {
  const found = member(tree, key)
  if (found === undefined) return undefined
  const env = textOf(found, "env")
  if (env === undefined || member(found, "default")) {
    const what = `A ${key} must not stand in a manifest`
    report.add("PRISTINE_M0110", found.pointer, { what, fix: 'Write { "env": "NAME" }.' })
  }
  return env
}
