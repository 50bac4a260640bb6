/** Characters between two columns. */
export const gap = 2

/** Characters of a line with columns so wide. */
export function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1)
}

/** Widths of columns in a line of so many characters: the widest give way, each down to its `least` width. */
export function fitWidths(wanted: readonly number[], least: readonly number[], columns: number): readonly number[] {
  const widths = [...wanted]
  for (let surplus = lineWidth(widths) - columns; surplus > 0; surplus--) {
    const slack = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0))
    const widest = Math.max(...slack)
    if (widest <= 0) break
    widths[slack.lastIndexOf(widest)] = widest - 1
  }
  return widths
}
