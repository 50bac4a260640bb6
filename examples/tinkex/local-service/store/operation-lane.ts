/** Work that takes its turn in a lane. Must not reject. */
export type LaneWork = () => Promise<void>

/**
 * Runs the operations of one model strictly by sequence id, from 1 without gaps. What arrives early is held until every
 * earlier one has run.
 */
export class OperationLane {
  readonly #held = new Map<number, LaneWork>()
  #next: number
  #tail: Promise<void> = Promise.resolve()
  #closed = false

  /** `next`: the number of the first operation. */
  constructor(next = 1) {
    this.#next = next
  }

  /** The number of the last operation that has run or is about to. */
  get last(): number {
    return this.#next - 1
  }

  /** Whether the operation `seqId` has not been handed in, let alone run. */
  awaits(seqId: number): boolean {
    return seqId >= this.#next && !this.#held.has(seqId)
  }

  /** Hands in the operation `seqId`; a second one under the same id is ignored. */
  submit(seqId: number, work: LaneWork): void {
    if (!this.awaits(seqId)) return
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
