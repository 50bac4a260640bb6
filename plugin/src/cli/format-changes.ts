import { escapeControls } from "../diagnostics/quote-text.ts"
import type { ChangeLevel } from "../diff/change.ts"
import type { PlacedChange } from "../diff/placed-change.ts"
import { countOf } from "./count-of.ts"
import type { Paint } from "../terminal/paint.ts"

/** Most callers of one change that are listed; JSON has all. */
const most = 10
const styles = { breaking: "red", additive: "green", cosmetic: "dim" } as const

/** Changes for people: what, where, and who is concerned. */
export function formatChanges(changes: readonly PlacedChange[], paint: Paint): string {
  if (changes.length === 0) return "No changes."
  return [...changes.map((change) => formatChange(change, paint)), "", summarizeChanges(changes)].join("\n")
}

function formatChange({ level, message, file, line, column, rule, flow, uses }: PlacedChange, paint: Paint): string {
  const way = flow === undefined ? "" : flow === "request" ? " in requests" : " in answers"
  const head = `${paint(styles[level], level.padEnd(8))} ${escapeControls(message)}`
  const place = `         ${paint("dim", `${escapeControls(file)}:${line}:${column} ${rule}${way}`)}`
  const callers = level === "breaking" ? uses : []
  const shown = callers
    .slice(0, most)
    .map((use) => `         used at ${escapeControls(use.file)}:${use.line}:${use.column}`)
  const more = callers.length > most ? [`         and at ${countOf(callers.length - most, "more place")}`] : []
  return [head, place, ...shown, ...more].join("\n")
}

function summarizeChanges(changes: readonly PlacedChange[]): string {
  const counts = countLevels(changes)
  const broken = new Set(
    changes.flatMap(({ level, uses }) => (level === "breaking" ? uses.map(({ file, line }) => `${file}:${line}`) : [])),
  )
  const callers = broken.size === 0 ? "" : `; ${countOf(broken.size, "line")} of callers to look at`
  return `${counts.breaking} breaking, ${counts.additive} additive, ${counts.cosmetic} cosmetic${callers}`
}

export function countLevels(
  changes: readonly { readonly level: ChangeLevel }[],
): Readonly<Record<ChangeLevel, number>> {
  const count = (level: ChangeLevel): number => changes.filter((change) => change.level === level).length
  return { breaking: count("breaking"), additive: count("additive"), cosmetic: count("cosmetic") }
}
