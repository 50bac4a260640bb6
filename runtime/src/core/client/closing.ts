import { PristineError } from "../../errors/pristine-error.ts"
import { OpenCalls } from "../call/open-calls.ts"
import type { CloseOptions } from "./client.ts"

/** How a client comes to its end: only one that somebody holds in his hands can be closed, so only such a one links this. */
export interface Closing {
  /** What the client has under way. */
  readonly calls: OpenCalls
  /** Throws once the client was closed. */
  check(): void
  /** The first call of it decides. */
  close(dispose: () => Promise<void> | undefined, options?: CloseOptions): Promise<void>
}

/** @param flush Runs before what the client made is disposed of. */
export function createClosing(service: string, flush?: () => Promise<void>): Closing {
  const calls = new OpenCalls()
  let closing: Promise<void> | undefined
  const shut = async (dispose: () => Promise<void> | undefined, drain: boolean): Promise<void> => {
    for (const call of calls) {
      const { maybeExecuted } = call
      // Each call has its own: the facts of one are not those of another.
      const reason = new PristineError("aborted", `The client of ${service} was closed`, { maybeExecuted })
      if (drain) call.close(reason)
      else call.end(reason)
    }
    // What the last of them tells telemetries is delivered, too.
    await calls.ended()
    try {
      await flush?.()
    } finally {
      await dispose()
    }
  }
  return {
    calls,
    check() {
      if (closing) throw new PristineError("config", `The client of ${service} is closed`)
    },
    close: (dispose, { drain = true } = {}) => (closing ??= shut(dispose, drain)),
  }
}
