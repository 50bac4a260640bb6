import type { Token, TokenSource } from "../../ports/auth.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { showsSecret } from "./shows-secret.ts"
import { watchedSignal } from "./watched-signal.ts"

/**
 * What every `TokenSource` keeps to: cases that throw on a breach, for any test runner. The subject is a source that has
 * tokens to give.
 *
 * @example for (const { name, run } of tokenSourceContract) test(name, () => run(() => mySource()))
 */
export const tokenSourceContract: readonly ContractCase<TokenSource>[] = [
  {
    name: "gives a text that can be sent",
    async run(make) {
      const { value } = await ask(await make())
      claim(typeof value === "string" && value !== "", "the token has no value")
      claim(!/[^\x20-\x7e\x80-\xff]/.test(value), "the token holds a character that cannot be sent")
    },
  },
  {
    name: "gives an end in milliseconds since 1970, or none",
    async run(make) {
      const { expiresAt } = await ask(await make())
      // Seconds since 1970 stay below this for three millennia.
      const plausible = expiresAt === undefined || (Number.isFinite(expiresAt) && expiresAt > 1e11)
      claim(plausible, "`expiresAt` is no time in milliseconds")
    },
  },
  {
    name: "serves calls at the same time",
    async run(make) {
      const source = await make()
      const tokens = await Promise.all(Array.from({ length: 50 }, () => ask(source)))
      claim(
        tokens.every(({ value }) => value !== ""),
        "a call got no token",
      )
    },
  },
  {
    name: "leaves no listener on the signal",
    async run(make) {
      const watched = watchedSignal()
      await ask(await make(), watched.signal)
      claim(watched.listeners === 0, "an abort listener was left")
    },
  },
  {
    name: "ends with the reason, or with a token, when the signal fires",
    async run(make) {
      const source = await make()
      const watched = watchedSignal()
      const reason = new Error("The wait was aborted")
      const asked = ask(source, watched.signal).then(
        () => reason,
        (thrown: unknown) => thrown,
      )
      watched.abort(reason)
      claim((await asked) === reason, "the failure is not the signal's reason")
      claim((await ask(source)).value !== "", "the next call got no token")
    },
  },
  {
    name: "ends with the reason, or with a token, when the signal has fired before",
    async run(make) {
      const reason = new Error("The wait was aborted")
      const asked = ask(await make(), AbortSignal.abort(reason))
      const outcome = await asked.then(
        () => reason,
        (thrown: unknown) => thrown,
      )
      claim(outcome === reason, "the failure is not the signal's reason")
    },
  },
  {
    name: "has a token again after a refusal",
    async run(make) {
      const source = await make()
      source.invalidate?.(await ask(source))
      claim((await ask(source)).value !== "", "the source gave no token after a refusal")
    },
  },
  {
    name: "takes the refusal of a token that it did not give",
    async run(make) {
      const source = await make()
      const { value } = await ask(source)
      source.invalidate?.({ value: `${value}-of-another` })
      claim((await ask(source)).value !== "", "the source gave no token")
    },
  },
  {
    name: "hides its tokens",
    async run(make) {
      const source = await make()
      const { value } = await ask(source)
      claim(!showsSecret(source, value), "the token can be read from the source")
    },
  },
]

/** A source may throw before it returns a promise. */
async function ask(source: TokenSource, signal: AbortSignal = new AbortController().signal): Promise<Token> {
  return source.token(signal)
}
