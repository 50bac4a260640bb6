import { progressLine } from "./progress-bar.mjs"

/**
 * What the quick start draws: a bar that moves on a terminal, plain lines elsewhere and where `NO_COLOR` or a dumb terminal
 * asks for them. Nothing drawn is wider than it.
 */
export function createTerminal(stream, env) {
  const moving = stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb"
  // Asked each time: a person may change the window's size.
  // A terminal that does not know its width says 0.
  const columns = () => stream.columns || 80
  const line = (text = "") => void stream.write(`${text}\n`)
  return {
    line,
    /** Parts that are wider than the terminal together stand below each other; each stays whole, to be copied. */
    parts(...parts) {
      const together = `  ${parts.join("  ")}`
      line(together.length < columns() ? together : `  ${parts.join("\n    ")}`)
    },
    heading: (text) => line(moving ? `\n\u001b[1m${text}\u001b[0m` : `\n${text}`),
    progress(done, total, note) {
      if (moving) {
        stream.write(`\r\u001b[2K${progressLine(done, total, note, columns())}${done === total ? "\n" : ""}`)
      } else if (done === total || done % 10 === 0) line(`  step ${done} of ${total}: ${note}`)
    },
    chart: (values, height = 8) => chart(thinned(values, columns() - 10), height).forEach((row) => line(`  ${row}`)),
  }
}

/** Rows of a column chart with its scale on the left, one column a value. */
export function chart(values, height) {
  const most = Math.max(...values)
  const steps = " ▁▂▃▄▅▆▇█"
  return Array.from({ length: height }, (_, row) => {
    const floor = height - row - 1
    const cells = values.map((value) => {
      const eighths = Math.round(((value / most) * height - floor) * 8)
      return steps[Math.max(0, Math.min(8, eighths))]
    })
    const label = row === 0 ? most.toFixed(2) : floor === 0 ? (0).toFixed(2) : ""
    return `${label.padStart(5)} │${cells.join("")}`.trimEnd()
  })
}

/** At most so many of the values, evenly chosen; the first and the last are among them. */
function thinned(values, most) {
  if (values.length <= most) return values
  return Array.from({ length: most }, (_, index) => values[Math.round((index / (most - 1)) * (values.length - 1))])
}
