import type { ResponseSpec } from "./operation-spec.ts"

/** The first entry that fits a status: the status itself, its class (`"2XX"`), or `"default"`. */
export function matchResponse(entries: readonly ResponseSpec[], status: number): ResponseSpec | undefined {
  return entries.find((entry) => entry.status === status || entry.status === "default" || isClass(entry.status, status))
}

/**
 * The entry that reads a success. An undeclared 2xx is read as the first declared one: a service that answers 201 where
 * 200 was announced has done what was asked. `"default"` never makes a failure a success.
 */
export function matchSuccess(entries: readonly ResponseSpec[], status: number): ResponseSpec | undefined {
  const ok = status >= 200 && status < 300
  const named = entries.find((entry) => entry.status === status || isClass(entry.status, status))
  return named ?? (ok ? (entries.find((entry) => entry.status === "default") ?? entries[0]) : undefined)
}

function isClass(entry: number | string, status: number): boolean {
  return (
    typeof entry === "string" &&
    entry.length === 3 &&
    entry[0] === String(Math.trunc(status / 100)) &&
    /xx$/i.test(entry)
  )
}
