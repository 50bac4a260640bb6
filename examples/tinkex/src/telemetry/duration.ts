/** Milliseconds as the protocol writes a duration: `0:00:00.079191`, `1 day, 2:03:04`, the text of Python's `timedelta`. */
export function durationText(durationMs: number): string {
  const micros = Math.round(Math.max(durationMs, 0) * 1000)
  const seconds = Math.floor(micros / 1_000_000)
  const two = (value: number): string => String(value).padStart(2, "0")
  const days = Math.floor(seconds / 86_400)
  const before = days === 0 ? "" : `${days} day${days === 1 ? "" : "s"}, `
  const clock = `${Math.floor(seconds / 3600) % 24}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const fraction = micros % 1_000_000
  return `${before}${clock}${fraction === 0 ? "" : `.${String(fraction).padStart(6, "0")}`}`
}
