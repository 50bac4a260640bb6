/** How a service writes when its quota begins anew. There is no telling them apart by the text: its documentation says. */
export type ResetForm =
  /** Seconds since 1970; a number of 12 digits or more is in milliseconds. */
  | "epoch"
  /** Seconds from now. */
  | "delta"
  /** ISO 8601 with `Z` or an offset. */
  | "iso"
  /** Units from days to milliseconds, such as `6m0s`, `1h2m3.5s`, `12ms`. */
  | "duration"

const decimal = /^\d{1,15}(?:\.\d{1,9})?$/
const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/
const part = /^(\d{1,15}(?:\.\d{1,9})?)(ms|[dhms])/
const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 }
/** The first number of milliseconds since 1970 that no clock of ours shows as seconds: year 5138. */
const firstMilliseconds = 1e11

/**
 * Milliseconds until the moment that a reset header (`x-ratelimit-reset` and its kin) names; the past is 0. `undefined`
 * for anything that is not of the form.
 *
 * @param wallTime Milliseconds since 1970, now.
 */
export function resetDelay(text: string, form: ResetForm, wallTime: number): number | undefined {
  const given = text.trim()
  switch (form) {
    case "delta":
      return decimal.test(given) ? Number(given) * 1000 : undefined
    case "epoch": {
      if (!decimal.test(given)) return undefined
      const value = Number(given)
      return Math.max(0, (value < firstMilliseconds ? value * 1000 : value) - wallTime)
    }
    case "iso": {
      const time = dateTime.test(given) ? Date.parse(given) : Number.NaN
      return Number.isNaN(time) || rollsOver(given) ? undefined : Math.max(0, time - wallTime)
    }
    case "duration":
      return parseDuration(given)
  }
}

/** Platforms take 31 February for a day in March. */
function rollsOver(text: string): boolean {
  const day = text.slice(0, 10)
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day
}

/** Each unit at most once, the larger first. */
function parseDuration(text: string): number | undefined {
  let rest = text
  let total = 0
  let previous = Infinity
  while (rest !== "") {
    const [whole = "", amount = "", unit = ""] = part.exec(rest) ?? []
    const size = unitMs[unit] ?? Infinity
    if (whole === "" || size >= previous) return undefined
    total += Number(amount) * size
    previous = size
    rest = rest.slice(whole.length)
  }
  return previous === Infinity ? undefined : total
}
