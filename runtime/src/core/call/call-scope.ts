import type { Clock } from "../../ports/clock.ts"
import type { Client } from "../client/client.ts"
import type { Pairs, Scope } from "../client/scope.ts"

/** The `Scope` of one call. The pipeline moves `attempt` and `poll` on between attempts. */
export class CallScope implements Scope {
  readonly client: Client
  readonly timeoutSeconds: number | undefined
  attempt = 0
  requestBody: unknown = undefined
  query: Pairs = []
  poll: Scope["poll"]

  constructor(client: Client, attemptMs: number) {
    this.client = client
    this.timeoutSeconds = attemptMs === Infinity ? undefined : attemptMs / 1_000
  }

  get clock(): Clock {
    return this.client.clock
  }

  get userAgent(): string {
    const { options, service } = this.client
    return options.userAgent ?? `${service.spec.name}/${service.spec.version}`
  }

  env(name: string): string | undefined {
    return this.client.env(name)
  }
}
