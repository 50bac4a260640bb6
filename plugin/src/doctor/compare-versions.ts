/** Negative where `a` is older than `b`. Only the three numbers count; what is missing is zero. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function numbersOf(version: string): readonly number[] {
  return (/^\d+(?:\.\d+){0,2}/.exec(version)?.[0] ?? "").split(".").map(Number)
}
