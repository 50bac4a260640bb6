/**
 * The input of the page after this one: its cursor is what the service gave. `undefined` at the end: the service gave
 * nothing, `null` or an empty text.
 */
export function nextCursor<Input extends object>(input: Input, name: string, cursor: unknown): Input | undefined {
  return cursor === undefined || cursor === null || cursor === "" ? undefined : { ...input, [name]: cursor }
}
