import type { CodeRef } from "../../model/value.ts"
import type { Report } from "../../diagnostics/report.ts"
import { textOf, type Tree } from "../check/tree.ts"

const packageName = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(?:\/[\w.~@-]+)*$/i
const relativePath = /^\.\.?\/[^\p{Cc}\p{Cf}\u2028\u2029\\?#%:*"<>|]+$/u
const exportName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** Reads `"./file.ts#export"`. Anything but a relative or bare specifier is refused: a manifest never names a URL. */
export function parseCodeRef(tree: Tree | undefined, report: Report): CodeRef | undefined {
  const reference = textOf(tree)
  if (tree === undefined || reference === undefined) return undefined
  const parsed = splitReference(reference)
  if (typeof parsed !== "string") return parsed
  report.add("PRISTINE_M0601", tree.pointer, { reference, reason: parsed })
  return undefined
}

function splitReference(reference: string): CodeRef | string {
  const hash = reference.indexOf("#", 1)
  if (hash < 0) return "the export is missing"
  const module = reference.slice(0, hash)
  const name = reference.slice(hash + 1)
  if (/^[a-z][a-z0-9+.-]*:/i.test(module)) return "a URL or a scheme is not allowed"
  if (module.startsWith("/") || module.includes("\\")) return "an absolute path is not allowed"
  if (!relativePath.test(module) && !packageName.test(module)) return "the file is neither relative nor a package"
  if (!exportName.test(name) || name === "__proto__") return "the export is not an identifier"
  return { module, name }
}
