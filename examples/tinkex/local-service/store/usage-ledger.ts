import type { ServiceClock } from "../clock.ts"

/** What was used. */
export type UsageEvent =
  | { readonly type: "training"; readonly token_count: number }
  | { readonly type: "sampling_prefill"; readonly cached: boolean; readonly token_count: number }
  | { readonly type: "sampling_sample"; readonly token_count: number }
  | { readonly type: "checkpoint"; readonly count: number }

/** On whose account. */
export interface UsageAccount {
  readonly baseModel: string
  readonly sessionId?: string
  readonly projectId?: string
}

interface Bucket {
  readonly start: number
  readonly account: UsageAccount
  event: UsageEvent
}

const hourMs = 3_600_000

/** Usage summed up by hour, account and kind. */
export class UsageLedger {
  readonly #clock: ServiceClock
  readonly #buckets = new Map<string, Bucket>()

  constructor(clock: ServiceClock) {
    this.#clock = clock
  }

  add(account: UsageAccount, event: UsageEvent): void {
    const start = Math.floor(this.#clock.wallTime() / hourMs) * hourMs
    const key = JSON.stringify([start, account.baseModel, account.sessionId, account.projectId, event.type])
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) this.#buckets.set(key, { start, account, event })
    else bucket.event = sum(bucket.event, event)
  }

  /** Rows of the hours that begin in `[from, to)`, both in milliseconds since 1970. */
  rows(from: number, to: number) {
    return [...this.#buckets.values()]
      .filter(({ start }) => start >= from && start < to)
      .map(({ start, account, event }) => ({
        bucket_start: new Date(start).toISOString(),
        bucket_end: new Date(start + hourMs).toISOString(),
        base_model: account.baseModel,
        user_id: "local",
        user_name: "local",
        session_id: account.sessionId ?? null,
        project_id: account.projectId ?? null,
        event_info: event,
      }))
  }
}

function sum(before: UsageEvent, added: UsageEvent): UsageEvent {
  if (before.type === "checkpoint")
    return added.type === "checkpoint" ? { ...before, count: before.count + added.count } : before
  return added.type === "checkpoint" ? before : { ...before, token_count: before.token_count + added.token_count }
}
