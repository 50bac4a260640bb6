import { progressLine } from "../quickstart/progress-bar.mjs"

/** A bar on standard error, where that is a terminal; the results alone go to standard output. */
export function createProgress(total) {
  const { stderr } = process
  let done = 0
  const draw = (note) => {
    if (stderr.isTTY) stderr.write(`\r\u001b[2K${progressLine(done, total, note, stderr.columns || 80)}`)
  }
  return {
    step: (note, count = 1) => {
      done += count
      draw(note)
    },
    end: () => {
      if (stderr.isTTY) stderr.write("\r\u001b[2K")
    },
  }
}
