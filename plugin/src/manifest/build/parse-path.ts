import type { Report } from "../../diagnostics/report.ts"
import { textOf, type Tree } from "../check/tree.ts"

/** A piece of a path template: text as it is sent, or the wire name of a parameter. */
export type TemplatePart = { readonly text: string } | { readonly parameter: string }

/** Splits a path template; `undefined` when it is malformed, which is reported. */
export function parsePath(tree: Tree | undefined, report: Report): readonly TemplatePart[] | undefined {
  const path = textOf(tree)
  if (tree === undefined || path === undefined) return undefined
  const problem = findProblem(path)
  if (problem !== undefined) {
    report.add("PRISTINE_M0402", tree.pointer, { path, ...problem })
    return undefined
  }
  return path.split(/(\{[^}]*\})/).flatMap((piece): TemplatePart[] => {
    if (piece === "") return []
    return [piece.startsWith("{") ? { parameter: piece.slice(1, -1) } : { text: piece }]
  })
}

interface Problem {
  readonly reason: string
  readonly fix: string
}

function findProblem(path: string): Problem | undefined {
  if (!path.startsWith("/")) return { reason: "does not begin with a slash", fix: "Begin it with /." }
  const text = path.replaceAll(/\{[^{}]*\}/g, "x")
  if (/[{}]/.test(text)) return { reason: "has a brace without its partner", fix: "Write parameters as {name}." }
  if (text.includes("?"))
    return { reason: "contains a query", fix: "Use `query` for constants, `parameters` for the rest." }
  if (text.includes("#")) return { reason: "contains a fragment", fix: "Remove everything after #; it is never sent." }
  const colon = /(?:^|\/):([A-Za-z0-9_]+)/.exec(path)
  if (colon) return { reason: `writes a parameter as :${colon[1] ?? ""}`, fix: `Write {${colon[1] ?? ""}}.` }
  for (const [, name = ""] of path.matchAll(/\{([^{}]*)\}/g)) {
    if (/^[+#./;?&]|[*]$|:\d+$/.test(name))
      return {
        reason: `has a parameter of an unknown style: {${clean(name)}}`,
        fix: "Write {name}, and `style` on the parameter.",
      }
    if (!/^[\p{L}_$][\p{L}\p{N}_$.-]*$/u.test(name))
      return {
        reason: `has a parameter with a name that cannot be used: {${clean(name)}}`,
        fix: "Use letters, digits, _, - and dots.",
      }
  }
  if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(text))
    return { reason: "has a segment . or ..", fix: "Write the path it leads to." }
  if (!/^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/.test(text))
    return { reason: "has characters that a path cannot contain", fix: "Percent-encode them." }
  return undefined
}

function clean(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}_$.*+#/;?&:-]/gu, "").slice(0, 40)
}
