import { concerns, type ArmedFault } from "./armed-fault.ts"
import type { FaultRule } from "./fault-rule.ts"

/** A fault of a list, or one request without any. */
type Entry = ArmedFault | "none"

/**
 * The faults that requests ask for by a header: a list, of which each fault has its turn at every endpoint. Turns are counted
 * by the text of the header and the endpoint, for clients do not number the attempts that their outer layers make.
 */
export class AskedFaults {
  readonly #arm: (text: string) => ArmedFault
  /** What is left of a header's list at an endpoint, by both. */
  readonly #left = new Map<string, Entry[]>()

  /** `arm` reads one fault, and throws for a faulty one. */
  constructor(arm: (text: string) => ArmedFault) {
    this.#arm = arm
  }

  /**
   * The fault that a request with this header meets at an endpoint. A fault has one turn, `*TIMES` of them, or with `:RATE`
   * alone no end of them; faults of other endpoints are passed over.
   *
   * @param chance In [0, 1).
   * @throws Error for a list that cannot be read, wherever in it the mistake is.
   */
  draw(header: string, endpoint: string, chance: number): readonly FaultRule[] {
    const key = `${endpoint} ${header}`
    const left = this.#left.get(key) ?? this.#read(header, endpoint)
    this.#left.set(key, left)
    const [current] = left
    if (current === undefined) return []
    if (current === "none") {
      left.shift()
      return []
    }
    const { rule } = current
    if (chance >= (rule.rate ?? 1)) return []
    current.met += 1
    if (current.met >= (rule.times ?? (rule.rate === undefined ? 1 : Infinity))) left.shift()
    return [rule]
  }

  /** Starts all lists anew. */
  forget(): void {
    this.#left.clear()
  }

  #read(header: string, endpoint: string): Entry[] {
    const entries = header.split(",").map((text): Entry => (text.trim() === "none" ? "none" : this.#arm(text.trim())))
    return entries.filter((entry) => entry === "none" || concerns(entry, endpoint))
  }
}
