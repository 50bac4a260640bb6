import type { TypesResult } from "./generate-types.ts"

/** What happened, in a few lines: files that matter by name, the others by number. */
export function summarize(results: readonly TypesResult[]): string {
  const of = (status: TypesResult["status"]) => results.filter((result) => result.status === status)
  const [written, stale, failed, unchanged] = [of("written"), of("stale"), of("failed"), of("unchanged")]
  return [
    ...written.map(({ declarations }) => `wrote ${declarations ?? ""}`),
    ...stale.map(({ declarations }) => `stale ${declarations ?? ""}`),
    ...failed.map(({ manifest }) => `failed ${manifest}`),
    ...(unchanged.length === 0 ? [] : [`${unchanged.length} up to date`]),
    ...(stale.length === 0 ? [] : ["Run `unplugin-pristine types` to write them."]),
  ].join("\n")
}
