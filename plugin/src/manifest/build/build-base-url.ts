import type { Report } from "../../diagnostics/report.ts"
import type { Value } from "../../model/value.ts"
import { member, type Tree } from "../check/tree.ts"
import { buildValue, valuePlaces } from "./build-value.ts"

/** The base URL; what it says as a constant or default is checked. */
export function buildBaseUrl(tree: Tree | undefined, report: Report): Value | undefined {
  const value = tree && buildValue(tree, valuePlaces.baseUrl, report)
  if (tree === undefined || value === undefined) return undefined
  const written = value.kind === "constant" ? value.value : value.default
  const pointer = value.kind === "constant" ? tree.pointer : (member(tree, "default")?.pointer ?? tree.pointer)
  if (written !== undefined) checkUrl(written, pointer, report)
  return value
}

/** Reports what is no URL to append paths to. */
export function checkUrl(written: unknown, pointer: string, report: Report, what = '"base_url"'): void {
  const expected = "an absolute http or https URL without credentials, query and fragment"
  if (typeof written !== "string" || !URL.canParse(written) || /[\p{Cc}\s]/u.test(written)) {
    report.add("PRISTINE_M0102", pointer, { what, expected, got: hideCredentials(written) })
    return
  }
  const url = new URL(written)
  const clean =
    ["http:", "https:"].includes(url.protocol) && !/[?#]/.test(written) && url.username + url.password === ""
  if (!clean) report.add("PRISTINE_M0102", pointer, { what, expected, got: hideCredentials(written) })
}

/** A password in a URL stays out of logs. */
function hideCredentials(written: unknown): unknown {
  return typeof written === "string" ? written.replace(/\/\/[^/]*@/, "//…@") : written
}
