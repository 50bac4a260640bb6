import type { Interruption, InterruptionListener } from "../../ports/interruption.ts"
import type { Client } from "../client/client.ts"

/**
 * The caller's signal for one of many calls under it: all of a client have one listener there, and none when the last is
 * over. Node warns of a leak from the eleventh listener on.
 */
export function sharedSignal(client: Client, signal: AbortSignal | undefined): Interruption | undefined {
  if (signal === undefined) return undefined
  const shared = client.state("pristine:signals", () => new WeakMap<AbortSignal, Interruption>())
  let found = shared.get(signal)
  if (found === undefined) shared.set(signal, (found = new SharedSignal(signal)))
  return found
}

class SharedSignal implements Interruption {
  readonly #signal: AbortSignal
  readonly #listeners = new Set<InterruptionListener>()

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  get reason(): unknown {
    return this.#signal.reason as unknown
  }

  throwIfAborted(): void {
    this.#signal.throwIfAborted()
  }

  addEventListener(type: "abort", listener: InterruptionListener): void {
    if (this.#listeners.size === 0) this.#signal.addEventListener(type, this)
    this.#listeners.add(listener)
  }

  removeEventListener(type: "abort", listener: InterruptionListener): void {
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#signal.removeEventListener(type, this)
  }

  handleEvent(): void {
    for (const listener of this.#listeners) listener.handleEvent()
  }
}
