/** Widest that the bar itself gets. */
const widest = 32

/** A terminal that is as wide as the line may break it, so the last column stays free. */
const free = 1

/**
 * A line that shows how far a work is, at most `columns - 1` characters long: first the bar gets shorter, then it goes,
 * then the note is cut.
 */
export function progressLine(done, total, note, columns) {
  const room = Math.max(0, columns - free)
  const count = `${done}/${total}`
  const width = Math.min(widest, room - `   ${count}  ${note}`.length)
  if (width < 4) return `  ${count}  ${note}`.slice(0, room)
  const filled = Math.round((done / total) * width)
  return `  ${"█".repeat(filled)}${"░".repeat(width - filled)} ${count}  ${note}`
}
