/** Work that takes its turn in a lane. Must not reject. */
export type LaneWork = () => Promise<void>

/**
 * Runs the operations of one model strictly by sequence id, from 1 without gaps. What arrives early is held until every
 * earlier one has run.
 */
export class OperationLane {
  readonly #held = new Map<number, LaneWork>()
  #next = 1
  #tail: Promise<void> = Promise.resolve()
  #closed = false

  /** Hands in the operation `seqId`; a second one under the same id is ignored. */
  submit(seqId: number, work: LaneWork): void {
    if (seqId < this.#next || this.#held.has(seqId)) return
    this.#held.set(seqId, work)
    for (;;) {
      const ready = this.#held.get(this.#next)
      if (ready === undefined) return
      this.#held.delete(this.#next)
      this.#next += 1
      this.append(ready)
    }
  }

  /** Runs `work`, which has no sequence id, after everything that is ready now. */
  append(work: LaneWork): void {
    this.#tail = this.#tail.then(() => (this.#closed ? undefined : work()))
  }

  /** Starts nothing more; resolves when the operation that runs now has ended. */
  close(): Promise<void> {
    this.#closed = true
    this.#held.clear()
    return this.#tail
  }
}
