import type { Clock } from "../ports/clock.ts"
import type { Client } from "./client.ts"
import type { Pairs, RuntimeInfo, Scope } from "./scope.ts"

/** The `Scope` of one call. The pipeline moves `attempt` and `poll` on between attempts. */
export class CallScope implements Scope {
  readonly #client: Client
  readonly timeoutSeconds: number
  attempt = 0
  requestBody: unknown = undefined
  query: Pairs = []
  poll: Scope["poll"]

  constructor(client: Client, attemptMs: number) {
    this.#client = client
    this.timeoutSeconds = attemptMs / 1_000
  }

  get clock(): Clock {
    return this.#client.clock
  }

  get userAgent(): string {
    return this.#client.userAgent
  }

  get runtime(): RuntimeInfo {
    return this.#client.runtime
  }

  env(name: string): string | undefined {
    return this.#client.env(name)
  }

  requestQuery(name: string): string | undefined {
    const value = this.query.find(([key]) => key === name)?.[1]
    if (value === undefined || value === null) return undefined
    return typeof value === "object" ? value.encoded : String(value)
  }
}
