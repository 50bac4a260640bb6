import { closest } from "../../diagnostics/closest.ts"
import { quoteText } from "../../diagnostics/quote-text.ts"
import type { Report } from "../../diagnostics/report.ts"
import type { ServerModel, ServerVariableModel } from "../../model/server.ts"
import { member, membersOf, textOf, type Tree } from "../check/tree.ts"
import { checkUrl } from "./build-base-url.ts"

/** What a host or a port can hold. */
const inAuthority = /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i

/** All named servers. The first decides the base URL where nothing else does, so its variables have defaults then. */
export function buildServers(
  tree: Tree | undefined,
  hasBaseUrl: boolean,
  report: Report,
): ReadonlyMap<string, ServerModel> {
  return new Map(
    membersOf(tree).map(([name, server], index) => [name, buildServer(server, index === 0 && !hasBaseUrl, report)]),
  )
}

function buildServer(tree: Tree, isDefault: boolean, report: Report): ServerModel {
  const written = typeof tree.value === "string" ? tree : member(tree, "url")
  const url = textOf(written) ?? ""
  const description = textOf(tree, "description")
  const variables = new Map(membersOf(member(tree, "variables")).map(([name, each]) => [name, buildVariable(each)]))
  const used = new Set([...url.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name))
  if (written !== undefined) {
    for (const name of used) {
      if (variables.has(name)) continue
      const suggestion = closest(name, variables.keys())
      report.add("PRISTINE_M0302", written.pointer, { kind: "variable", name, suggestion })
    }
    // The values of variables are checked by themselves.
    checkUrl(url.replaceAll(/\{[^{}]*\}/g, "1"), written.pointer, report, "The URL of a server")
  }
  for (const [name, variable] of membersOf(member(tree, "variables"))) {
    checkVariable(name, variable, variables.get(name) ?? {}, url, report)
    if (!used.has(name)) {
      const what = `The URL has no place for the variable ${quoteText(name)}`
      report.add(
        "PRISTINE_M0110",
        variable.pointer,
        { what, fix: `Write {${name}} into the URL, or remove it.` },
        "key",
      )
    } else if (isDefault && variables.get(name)?.default === undefined) {
      const what = `The variable ${quoteText(name)} has no default, though the first server is the base URL`
      report.add("PRISTINE_M0110", variable.pointer, { what, fix: 'Add "default", or a "base_url".' }, "key")
    }
  }
  return { url, variables, pointer: tree.pointer, ...(description !== undefined && { description }) }
}

function buildVariable(tree: Tree): ServerVariableModel {
  if (typeof tree.value === "string") return { default: tree.value }
  const value = textOf(tree, "default")
  const values = member(tree, "enum")?.items?.flatMap((item) => textOf(item) ?? [])
  const description = textOf(tree, "description")
  return {
    ...(value !== undefined && { default: value }),
    ...(values && { values }),
    ...(description !== undefined && { description }),
  }
}

/** Values that the build knows must fit as those that a program gives. */
function checkVariable(name: string, tree: Tree, variable: ServerVariableModel, url: string, report: Report): void {
  const { default: value, values } = variable
  const at = member(tree, "default") ?? tree
  if (value !== undefined && values && !values.includes(value)) {
    const what = `The default of ${quoteText(name)}`
    report.add("PRISTINE_M0107", at.pointer, { what, got: value, allowed: values, suggestion: closest(value, values) })
  }
  const end = url.indexOf("/", url.indexOf("//") + 2)
  const place = url.indexOf(`{${name}}`)
  const isAuthority = place >= 0 && (end < 0 || place < end)
  const known = [...(value === undefined ? [] : [value]), ...(values ?? [])]
  const unfit = known.find((each) => each === "" || (isAuthority && !inAuthority.test(each)))
  if (unfit === undefined) return
  const expected = isAuthority ? "letters, digits, dots and hyphens, as a part of a host" : "text that is not empty"
  report.add("PRISTINE_M0102", tree.pointer, { what: `A value of ${quoteText(name)}`, expected, got: unfit })
}
