/** The input as it is, or `undefined` when a part of it has no value: then the first answer of a future is its result. */
export function completeInput(input: Record<string, unknown>): Record<string, unknown> | undefined {
  return Object.values(input).includes(undefined) ? undefined : input
}
