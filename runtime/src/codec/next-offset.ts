import { countOf } from "./count-of.ts"

/** What one page says about the next. */
export interface OffsetPage {
  /** Name of the input's field that counts items. */
  readonly offset: string
  /** Items asked for. */
  readonly limit?: unknown
  /** Items that came. */
  readonly count: number
  /** All items there are; text is read as a number. */
  readonly total?: unknown
}

/**
 * The input of the page after this one: its offset counts on by the items that came. `undefined` at the end: nothing
 * came, the total is reached, or, where no total is known, fewer came than were asked for.
 */
export function nextOffset<Input extends object>(
  input: Input,
  { offset, limit, count, total }: OffsetPage,
): Input | undefined {
  const position = Number((input as Record<string, unknown>)[offset] ?? 0) + count
  const [all, asked] = [countOf(total), countOf(limit)]
  const isLast = all === undefined ? asked !== undefined && count < asked : position >= all
  return count === 0 || isLast ? undefined : { ...input, [offset]: position }
}
