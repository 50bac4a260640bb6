import { inspect } from "node:util"
import type { TokenSourceContext } from "../../../src/adapters/auth/token-source-factory.ts"
import type { Token, TokenSource } from "../../../src/ports/auth.ts"
import { isPristineError } from "../../../src/errors/is-pristine-error.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"

/** What a client gives a factory of token sources; each call is another client. */
export function sourceContext(over: Partial<TokenSourceContext> = {}): TokenSourceContext {
  const states = new Map<string, unknown>()
  return {
    credential: undefined,
    clock: new VirtualClock({ wallTime: 0 }),
    env: () => undefined,
    transport: fakeTransport([]),
    call: () => {
      throw new Error("No operation is called here")
    },
    state<State>(key: string, create: () => State): State {
      if (!states.has(key)) states.set(key, create())
      return states.get(key) as State
    },
    ...over,
  }
}

/** A source may throw before it returns a promise. */
export async function ask(source: TokenSource, signal: AbortSignal = new AbortController().signal): Promise<Token> {
  return source.token(signal)
}

/** What work fails with, which must be an error of ours. */
export async function failureOf(work: Promise<unknown>): Promise<PristineError> {
  const thrown = await work.then(
    () => new Error("It did not fail"),
    (reason: unknown) => reason,
  )
  if (!isPristineError(thrown)) throw new Error("It did not fail with an error of ours", { cause: thrown })
  return thrown
}

/** Everything that a log could show of an error, hidden members included. */
export function shown(error: unknown): string {
  return [String(error), JSON.stringify(error), inspect(error, { showHidden: true, depth: 20 })].join("\n")
}
