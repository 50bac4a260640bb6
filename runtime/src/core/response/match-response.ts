import type { ResponseSpec } from "../operation/operation-spec.ts"

/** The first entry that fits a status: the status itself, its class (`"2XX"`), or `"default"`. */
export function matchResponse(entries: readonly ResponseSpec[], status: number): ResponseSpec | undefined {
  return entries.find((entry) => fits(entry, status) || entry.status === "default")
}

/**
 * The entry that reads a success. An undeclared 2xx is read as the first declared one: a service that answers 201 where
 * 200 was announced has done what was asked. `"default"` never makes a failure a success.
 */
export function matchSuccess(entries: readonly ResponseSpec[], status: number): ResponseSpec | undefined {
  const named = entries.find((entry) => fits(entry, status))
  if (named || status < 200 || status > 299) return named
  return entries.find((entry) => entry.status === "default") ?? entries[0]
}

function fits({ status: entry }: ResponseSpec, status: number): boolean {
  return entry === status || String(entry).toUpperCase() === `${Math.trunc(status / 100)}XX`
}
