import { escapeControls } from "../diagnostics/quote-text.ts"
import type { Paint } from "../terminal/paint.ts"
import type { BuildReport, PolicyReport } from "./build-report.ts"

/** Most unused operations that are named; the file has all. */
const mostUnused = 8

/** A report for people: a table, dearest operation first. */
export function formatReport(report: BuildReport, file: string, paint: Paint): string {
  const { manifest, operations, unused } = report
  const all = operations.length + unused.length
  const rows = operations.map(({ call, bytes, policies }) => [
    escapeControls(call),
    bytes.toLocaleString("en"),
    policyText(policies),
  ])
  const head = `${paint("bold", escapeControls(manifest))}: ${operations.length} of ${all} operations used`
  const table = rows.length === 0 ? [] : formatTable([["operation", "bytes", "policies"], ...rows], paint)
  return [head, ...table, ...unusedLines(unused, paint), `  ${paint("dim", `written to ${file}`)}`].join("\n")
}

function formatTable(rows: readonly (readonly string[])[], paint: Paint): readonly string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const widths = [width(0), width(1)]
  return rows.map(([name = "", bytes = "", policies = ""], index) => {
    const line = `  ${name.padEnd(widths[0] ?? 0)}  ${bytes.padStart(widths[1] ?? 0)}  ${policies}`.trimEnd()
    return index === 0 ? paint("dim", line) : line
  })
}

function unusedLines(unused: readonly string[], paint: Paint): readonly string[] {
  if (unused.length === 0) return []
  const more = unused.length > mostUnused ? ` and ${unused.length - mostUnused} more` : ""
  return [paint("dim", `  not used: ${unused.slice(0, mostUnused).map(escapeControls).join(", ")}${more}`)]
}

function policyText({ auth, retry, rateLimit, circuitBreaker, pool, idempotencyHeader, server }: PolicyReport): string {
  const named: readonly (readonly [string, string | undefined])[] = [
    ["auth", auth?.map((name) => (name === false ? "none" : name)).join(" or ")],
    ["retry", retry?.join(" > ")],
    ["limit", rateLimit],
    ["breaker", circuitBreaker],
    ["pool", pool],
    ["key", idempotencyHeader],
  ]
  const texts = named.flatMap(([what, name]) => (name === undefined ? [] : [`${what} ${escapeControls(name)}`]))
  return [...texts, ...(server ? ["servers only"] : [])].join(", ")
}
