import type { Lifetime } from "./lifetime.ts"

/** What of a client is under way: its calls, its futures, its operations that are repeated as a whole. */
export class OpenCalls extends Set<Lifetime> {
  #waiting: (() => void) | undefined

  override delete(call: Lifetime): boolean {
    const deleted = super.delete(call)
    if (this.size === 0) this.#waiting?.()
    return deleted
  }

  /** Settles when nothing is under way. */
  async ended(): Promise<void> {
    if (this.size > 0) await new Promise<void>((resolve) => (this.#waiting = resolve))
  }
}
