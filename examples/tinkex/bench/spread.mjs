/** Smallest, median and largest of some numbers. */
export function spread(values) {
  const sorted = [...values].sort((left, right) => left - right)
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)] ?? NaN
  return { min: at(0), median: at(0.5), max: at(1) }
}

/** A row of a table: what it is, and the three numbers. */
export function row(name, values, digits = 0) {
  const { min, median, max } = spread(values)
  const cells = [min, median, max].map((value) => value.toFixed(digits).padStart(10))
  return `  ${name.padEnd(34)}${cells.join("")}`
}

export const heading = `  ${"".padEnd(34)}${["min", "median", "max"].map((name) => name.padStart(10)).join("")}`
