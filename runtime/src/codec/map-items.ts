/** The items of a list, each changed. What is no list stays as it is, for validation to judge. */
export function mapItems(value: unknown, change: (item: unknown, index: number) => unknown): unknown {
  return Array.isArray(value) ? value.map((item: unknown, index) => change(item, index)) : value
}
