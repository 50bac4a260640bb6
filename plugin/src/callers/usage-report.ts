import type { Use } from "./use.ts"

/** What programs use of a manifest, as a file: `{ "version": 1, "uses": [{ "file", "line", "column", "from", "chain" }] }`. */
export interface UsageReport {
  readonly version: 1
  readonly uses: readonly Use[]
}

/**
 * The folder that the files of a report are relative to: the project that a build wrote it for. `undefined` for a report
 * that lies elsewhere.
 */
export function projectOfReport(file: string): string | undefined {
  return /^(.*?)[/\\]\.pristine[/\\]report[/\\]/.exec(file)?.[1]
}

/** Reads a usage report. Throws a `TypeError` that says what is wrong with it. */
export function parseUsageReport(text: string): readonly Use[] {
  const report: unknown = JSON.parse(text)
  if (!isRecord(report) || report["version"] !== 1 || !Array.isArray(report["uses"]))
    throw new TypeError('A usage report is { "version": 1, "uses": [...] }.')
  return (report["uses"] as readonly unknown[]).map((use, index) => {
    if (!isUse(use))
      throw new TypeError(
        `uses[${index}] of the usage report is not { "file": text, "line": number, "column": number, ` +
          `"from": "default" or "named", "chain": [names] }.`,
      )
    return use
  })
}

function isUse(use: unknown): use is Use {
  return (
    isRecord(use) &&
    typeof use["file"] === "string" &&
    isPlace(use["line"]) &&
    isPlace(use["column"]) &&
    (use["from"] === "default" || use["from"] === "named") &&
    Array.isArray(use["chain"]) &&
    use["chain"].every((name) => typeof name === "string")
  )
}

function isPlace(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
