import type { ServiceClock } from "../clock.ts"

/** One entry as the audit endpoint shows it. */
export interface AuditEntry {
  readonly timestamp: string
  readonly event: string
  readonly model_id?: string
  readonly tinker_path?: string
  readonly purpose?: string
}

const maxEntries = 10_000

/** Who did what to which checkpoint; the oldest entry goes beyond 10,000. */
export class AuditLog {
  readonly #clock: ServiceClock
  readonly #entries: AuditEntry[] = []

  constructor(clock: ServiceClock) {
    this.#clock = clock
  }

  add(entry: Omit<AuditEntry, "timestamp">): void {
    this.#entries.push({ timestamp: new Date(this.#clock.wallTime()).toISOString(), ...entry })
    if (this.#entries.length > maxEntries) this.#entries.shift()
  }

  /** Entries in their order; only those about checkpoints, and only those of a day (`YYYY-MM-DD`, UTC), if so asked. */
  list(filter: { readonly checkpointsOnly: boolean; readonly day?: string }): readonly AuditEntry[] {
    return this.#entries.filter(
      (entry) =>
        (!filter.checkpointsOnly || entry.event.startsWith("checkpoint_")) &&
        (filter.day === undefined || entry.timestamp.startsWith(filter.day)),
    )
  }
}
