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
  if (!isBaseUrl(written)) report.add("PRISTINE_M0102", pointer, { what, expected, got: hideCredentials(written) })
}

function isBaseUrl(written: unknown): boolean {
  if (typeof written !== "string" || /[\p{Cc}\s?#]/u.test(written)) return false
  const url = parseUrl(written)
  return url !== undefined && ["http:", "https:"].includes(url.protocol) && url.username + url.password === ""
}

/**
 * Not by `URL.canParse`: once it is compiled, Node 20 takes it for false where the text has letters beyond ASCII, as an
 * international host name has.
 */
function parseUrl(written: string): URL | undefined {
  try {
    return new URL(written)
  } catch {
    return undefined
  }
}

/** A password in a URL stays out of logs. */
function hideCredentials(written: unknown): unknown {
  return typeof written === "string" ? written.replace(/\/\/[^/]*@/, "//…@") : written
}
