/** Characters between two columns. */
export const gap = 2
const narrowest = 6

/**
 * Widths of columns in a line of so many characters: the widest give way, down to six characters. The first one, which is
 * what a person copies into the next command, gives way last.
 */
export function fitWidths([first = 0, ...others]: readonly number[], columns: number): readonly number[] {
  const room = columns - gap * others.length
  const left = shrink(others, room - first)
  const used = left.reduce((sum, width) => sum + width, 0)
  return [...shrink([first], room - used), ...left]
}

function shrink(wanted: readonly number[], room: number): readonly number[] {
  const widths = [...wanted]
  for (let surplus = widths.reduce((sum, width) => sum + width, 0) - room; surplus > 0; surplus--) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) break
    widths[widths.lastIndexOf(widest)] = widest - 1
  }
  return widths
}
