import type { Report } from "../../diagnostics/report.ts"
import type { NamedValue } from "../../model/operation.ts"
import type { Tree } from "../check/tree.ts"
import { buildValue, type ValuePlace } from "./build-value.ts"

/** Headers that the pipeline writes, and where a manifest says what they hold. */
const managed: ReadonlyMap<string, string> = new Map([
  ["accept", "It follows from the response's types; a `codec` by media type changes it."],
  ["authorization", "Use `auth`."],
  ["connection", "Remove it; connections are the transport's."],
  ["content-encoding", "Use `content_encoding`."],
  ["content-length", "Remove it; the transport counts."],
  ["content-type", "Use `content_type`."],
  ["cookie", "Use `auth` with an `api_key` in a `cookie`."],
  ["host", "Use `base_url`."],
  ["transfer-encoding", "Remove it; the transport decides."],
])

/** Headers in wire order: names and constants checked. */
export function buildHeaders(
  entries: readonly (readonly [name: string, tree: Tree])[],
  place: ValuePlace,
  report: Report,
): readonly NamedValue[] {
  return entries.flatMap(([name, tree]) => {
    const instead = managed.get(name.toLowerCase())
    if (!/^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/.test(name)) {
      const expected = "letters, digits and any of !#$%&'*+-.^_`|~"
      report.add("PRISTINE_M0108", tree.pointer, { what: "a header's name", got: name, expected }, "key")
    } else if (instead !== undefined) report.add("PRISTINE_M0602", tree.pointer, { name, instead }, "key")
    const value = buildValue(tree, place, report)
    if (value === undefined) return []
    checkText(value.kind === "constant" ? value.value : value.default, tree, report)
    return [{ name, value }]
  })
}

/** Characters that would end a header or start another are refused when the manifest is built. */
function checkText(value: unknown, tree: Tree, report: Report): void {
  if (typeof value === "string" && /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) {
    const expected = "visible Latin-1 characters, spaces and tabs"
    report.add("PRISTINE_M0108", tree.pointer, { what: "a header's value", got: value, expected })
  }
}
