import { countOf } from "./count-of.ts"

/** What one page says about the next. */
export interface NumberedPage {
  /** Name of the input's field that counts pages. */
  readonly page: string
  /** Number of the first page. */
  readonly first: number
  /** Items asked for. */
  readonly limit?: unknown
  /** Items that came. */
  readonly count: number
  /** All items there are; text is read as a number. */
  readonly total?: unknown
  /** All pages there are, likewise. */
  readonly pages?: unknown
}

/**
 * The input of the page after this one. `undefined` at the end: nothing came, the last of `pages` is reached, `total` is
 * reached where the size of a page is known, or, where neither is known, fewer came than were asked for.
 */
export function nextPage<Input extends object>(
  input: Input,
  { page, first, limit, count, total, pages }: NumberedPage,
): Input | undefined {
  const number = Number((input as Record<string, unknown>)[page] ?? first)
  const read = number - first + 1
  const [all, last, size] = [countOf(total), countOf(pages), countOf(limit)]
  const isLast =
    last !== undefined ? read >= last : size !== undefined && (all === undefined ? count < size : read * size >= all)
  return count === 0 || isLast ? undefined : { ...input, [page]: number + 1 }
}
