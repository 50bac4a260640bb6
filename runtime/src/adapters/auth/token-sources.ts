import { absentCredential } from "../../errors/absent-credential.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { Token, TokenSource } from "../../ports/auth.ts"
import { missingVariable } from "./missing-variable.ts"

/** A token that is known: the text itself, or what a function gives for each attempt. */
export type TokenValue = string | TokenFunction
/** `null` or `undefined`: there is none, which an operation with alternatives takes as a reason to try the next. */
export type TokenFunction = (signal: AbortSignal) => TokenAnswer | Promise<TokenAnswer>
type TokenAnswer = string | Token | null | undefined

/** The same token for ever. */
export function staticToken(value: string): TokenSource {
  const token = { value }
  return { token: () => token }
}

/** An environment variable, read for each attempt. Rejects with code `config`, naming the variable, where it is unset. */
export function envToken(name: string, env: (name: string) => string | undefined): TokenSource {
  return { token: () => readEnvToken(name, env) }
}

/** What the variable holds now. */
export function readEnvToken(name: string, env: (name: string) => string | undefined): Token {
  const value = env(name)
  if (value !== undefined && value !== "") return { value }
  throw absentCredential(missingVariable(name))
}

/** What a function gives, asked for each attempt. A function that costs something belongs into `refreshable`. */
export function functionToken(read: TokenFunction): TokenSource {
  return {
    async token(signal) {
      const given: unknown = await read(signal)
      if (typeof given === "string") return { value: given }
      if (typeof given === "object" && given !== null && "value" in given && typeof given.value === "string") {
        return given as Token
      }
      if (given === null || given === undefined) throw absentCredential("The token function gave no credential")
      throw new PristineError("config", "A token function gave neither a text nor a token", { phase: "auth" })
    },
  }
}
