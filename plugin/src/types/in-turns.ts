/**
 * Asked between two pieces of long work: what it gives is awaited, so that others get their turn. `undefined`: go on. May
 * reject: nobody wants the rest.
 */
export type Pause = () => Promise<void> | undefined

/** Works on one after the other, with a pause behind each. */
export async function inTurns<Item>(items: Iterable<Item>, pause: Pause, work: (item: Item) => void): Promise<void> {
  for (const item of items) {
    work(item)
    const others = pause()
    if (others) await others
  }
}
