/** A client's session. Times are milliseconds since 1970. */
export interface Session {
  readonly id: string
  readonly tags: readonly string[]
  readonly userMetadata: Readonly<Record<string, unknown>>
  readonly sdkVersion: string
  readonly createdAt: number
  readonly idempotencyKey?: string
  readonly modelIds: string[]
  readonly samplerIds: string[]
  readonly spans: TraceSpan[]
  projectId: string | undefined
  heartbeatAt: number
}

/** One operation of a session, for its trace. Times are milliseconds since 1970. */
export interface TraceSpan {
  readonly name: string
  /** Model or sampler. */
  readonly track: string
  readonly startedAt: number
  readonly endedAt: number
}

const maxSpans = 10_000

/** Sessions by id. A create request that is sent again under its idempotency key finds its first session. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>()
  readonly #idByIdempotencyKey = new Map<string, string>()

  add(session: Session): void {
    this.#sessions.set(session.id, session)
    if (session.idempotencyKey !== undefined) this.#idByIdempotencyKey.set(session.idempotencyKey, session.id)
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id)
  }

  findByIdempotencyKey(key: string): Session | undefined {
    const id = this.#idByIdempotencyKey.get(key)
    return id === undefined ? undefined : this.#sessions.get(id)
  }

  /** Newest first. */
  list(): readonly Session[] {
    return [...this.#sessions.values()].reverse()
  }

  /** Adds a span to a session's trace; the oldest goes beyond 10,000. */
  trace(sessionId: string, span: TraceSpan): void {
    const spans = this.#sessions.get(sessionId)?.spans
    if (spans === undefined) return
    spans.push(span)
    if (spans.length > maxSpans) spans.shift()
  }
}
