import type { Terminal } from "./terminal.ts"

/** One answer of a list. */
export interface FetchedPage<Item> {
  readonly items: readonly Item[]
  /** Items of the whole list, where the service says so. */
  readonly total: number | undefined
}

export interface PagesWanted<Item> {
  /** What the items are, in the plural. */
  readonly subject: string
  /** Most items; 0: all. */
  readonly limit: number
  /** Items to leave out at the start. */
  readonly offset: number
  /** Items that are asked for at once. */
  readonly pageSize: number
  readonly page: (limit: number, offset: number) => Promise<FetchedPage<Item>>
}

/** Fetches as many items of a list as are wanted, page by page, and says how far it is. */
export async function fetchPages<Item>(wanted: PagesWanted<Item>, terminal: Terminal): Promise<FetchedPage<Item>> {
  const { subject, limit, offset, pageSize, page } = wanted
  const items: Item[] = []
  const most = limit === 0 ? Infinity : limit
  let total: number | undefined
  for (;;) {
    const size = Math.min(pageSize, most - items.length)
    const fetched = await page(size, offset + items.length)
    items.push(...fetched.items)
    total = fetched.total ?? total
    const target = Math.min(most, total === undefined ? Infinity : Math.max(0, total - offset))
    if (items.length >= target || fetched.items.length < size) return { items, total }
    terminal.progress(`Fetching ${subject}: ${items.length}${target === Infinity ? "" : `/${target}`}`)
  }
}

/** `3 runs`, `1 run (4 more not shown, use --limit to see more)`, `No runs found`. */
export function describeCount(
  [one, many]: readonly [one: string, many: string],
  { shown, total, offset, of = "" }: { shown: number; total: number | undefined; offset: number; of?: string },
): string {
  const rest = total === undefined ? 0 : total - offset - shown
  const count = shown === 0 ? `No ${many} found${of}` : `${shown} ${shown === 1 ? one : many}${of}`
  return rest > 0 && shown > 0 ? `${count} (${rest} more not shown, use --limit to see more)` : count
}
