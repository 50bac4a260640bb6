import { completeError } from "../../errors/complete-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { RetryPolicy, RetryRun } from "../../ports/retry.ts"
import type { TransportResponse } from "../../ports/transport.ts"
import { attempt, renewed } from "../call/attempt.ts"
import { AttemptFailure } from "../response/attempt-failure.ts"
import type { Call } from "../call/call.ts"
import type { CallOptions } from "../client/call-options.ts"
import { receiveStream } from "./receive-stream.ts"
import { isReplayableBody } from "../../values/is-replayable-body.ts"

export interface ResumeOptions {
  /** Connections in a row that bring no event before the stream gives up. Default 5. */
  readonly maxAttempts?: number
  /** Shortest first wait in milliseconds; doubled for each connection in a row. Default 1,000. */
  readonly baseMs?: number
  /** Longest wait in milliseconds, unless the service asks for more. Default 30,000. */
  readonly maxMs?: number
}

/** Connects again where a stream broke off or ended. Part of an operation's spec, so that others do not link it. */
export interface StreamResume {
  /** `undefined`: this call cannot, or must not, be sent again. */
  begin(call: Call): Reconnections | undefined
}

/** The reconnections of one stream. */
export interface Reconnections {
  /** An event has come: the next wait is a first one again. */
  delivered(): void
  /**
   * Waits, and connects again. A 204 is an answer: it says that nothing follows.
   *
   * @param failure Why the last connection is over; `undefined` where the service closed it.
   */
  next(position: StreamPosition, failure: PristineError | undefined): Promise<TransportResponse>
}

export interface StreamPosition {
  readonly lastEventId: string | undefined
  readonly retryMs: number | undefined
}

/** What a service may ask for with `retry`, in milliseconds. */
const shortestRetryMs = 100
const longestRetryMs = 60_000

/**
 * Reconnects after a failure and after a normal close alike, with `Last-Event-ID`. Waits grow until an event has come;
 * half of each is random. `retry` and `Retry-After` of the service are lower bounds, `retry` of 100 ms to 60 s.
 *
 * Gives up with the last failure after `maxAttempts` connections without an event, and at once for an answer that another
 * attempt would not change. A call with `retry: false` does not reconnect.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model
 */
export function resumeStream(options: ResumeOptions = {}): StreamResume {
  const { maxAttempts = 5, baseMs = 1_000, maxMs = 30_000 } = options
  return {
    begin(call) {
      const { options, random, retry, hooks } = call.plan.client
      if (!isReplayableBody(call.body) || call.options.retry === false || options.retry === false) return undefined
      let attempts = 0
      /** Asked for its budget alone: how long to wait is said here. */
      const begin = (): RetryRun | undefined =>
        retry?.begin(reconnecting, { url: call.url, operation: call.plan.spec.id })
      let run = begin()
      /** What the service asked for last. It stays: a later connection need not say it again. */
      let askedMs = 0
      const wait = (afterMs: number): number => {
        const grown = Math.min(maxMs, baseMs * 2 ** Math.min(attempts - 1, 30))
        return Math.max(askedMs, afterMs, Math.round(grown * (0.5 + random() / 2)))
      }
      return {
        delivered() {
          attempts = 0
          call.reauthorised = false
          run?.succeeded()
          run = begin()
        },
        async next({ lastEventId = "", retryMs }, failure) {
          let last = failure
          call.options = withLastEventId(call.options, lastEventId)
          if (retryMs !== undefined) askedMs = Math.min(longestRetryMs, Math.max(shortestRetryMs, retryMs))
          while (attempts < maxAttempts) {
            const afterMs = last?.retryAfterMs ?? 0
            if (afterMs > longestRetryMs) break
            attempts += 1
            const delayMs = wait(afterMs)
            const reason = last ?? closed(attempts)
            if (run?.next({ cause: reason.status ?? "connection", error: reason }) === "budget") {
              completeError(reason, { reason: "budget" })
              throw reason
            }
            call.observer?.retrying(call, delayMs, reason)
            if (hooks) await hooks.retry(call, delayMs, reason)
            call.lifetime.limit(Infinity, "total")
            await call.lifetime.sleep(delayMs)
            let result = await attempt(call, receiveStream)
            if (result instanceof AttemptFailure && result.answer?.status === 401) {
              result = await renewed(call, receiveStream, result)
            }
            if (!(result instanceof AttemptFailure)) return result
            last = result.outcome.error
            if (!last.retryable) break
          }
          throw last ?? closed(attempts)
        },
      }
    },
  }
}

/** Every failure of a connection, of which the reconnections themselves say how many there may be. */
const reconnecting: RetryPolicy = {
  name: "pristine:resume",
  rules: [
    {
      retryOn: ["connection", "timeout", "2XX", "3XX", "4XX", "5XX"],
      maxAttempts: Number.MAX_SAFE_INTEGER,
      backoff: "constant",
      baseMs: 0,
      maxMs: 0,
      jitter: [1, 1],
      retryAfter: false,
    },
  ],
}

/** Servers take headers of 8 to 16 KiB in all. */
const longestId = 4_096

/** As a browser sends it: octets of UTF-8. An id with a control character fits no header, so nothing can follow it. */
function withLastEventId(options: CallOptions, id: string): CallOptions {
  if (id === "") return options
  const value = String.fromCharCode(...new TextEncoder().encode(id.slice(0, longestId)))
  if (id.length > longestId || /[\0-\x08\x0a-\x1f\x7f]/.test(value)) {
    throw new PristineError("stream", "The stream broke off, and its last event id fits no header", {
      maybeExecuted: true,
      phase: "event",
    })
  }
  return { ...options, headers: { ...options.headers, "Last-Event-ID": value } }
}

function closed(attempts: number): PristineError {
  return new PristineError("stream", `The service closed the stream ${attempts + 1} times without an event`, {
    retryable: true,
    maybeExecuted: true,
    phase: "event",
  })
}
