import { base64 } from "../../codec/base64.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { Auth, AuthContext } from "../../ports/auth.ts"
import { createCredential, type CredentialOptions } from "./credential.ts"

/** User name and password as texts or as names of environment variables; or both, joined by a colon, in `env` and the like. */
export interface BasicOptions extends CredentialOptions {
  readonly username?: string
  readonly password?: string
  readonly usernameEnv?: string
  readonly passwordEnv?: string
}

/** Sends `Authorization: Basic …` (RFC 7617, in UTF-8). */
export function basic(options: BasicOptions): Auth {
  const { username, password, usernameEnv, passwordEnv } = options
  const isPair = username !== undefined || usernameEnv !== undefined
  const pair = createCredential(options)
  const part = (text: string | undefined, variable: string | undefined, { env }: AuthContext): string => {
    const found = text ?? (variable === undefined ? undefined : env(variable))
    if (found === undefined && variable !== undefined) throw wrong(`No credential: set ${variable}`)
    return found ?? ""
  }
  const join = (context: AuthContext): string => {
    const user = part(username, usernameEnv, context)
    if (user.includes(":")) throw wrong(`The user name in ${usernameEnv ?? "`username`"} holds a colon`)
    return `${user}:${part(password, passwordEnv, context)}`
  }
  return {
    apply(target, context) {
      const put = (value: string): void => target.setHeader("Authorization", `Basic ${encode(value)}`)
      const token = isPair ? { value: join(context) } : pair.read(context)
      if (token instanceof Promise) return token.then(({ value }) => put(value))
      put(token.value)
    },
    onUnauthorized: (context) => !isPair && pair.refused(context),
  }
}

function encode(pair: string): string {
  // Control characters are forbidden in both parts.
  if (!pair.includes(":") || /[\0-\x1f\x7f]/.test(pair)) {
    throw wrong("The credential is not a user name and a password, joined by a colon")
  }
  return base64.encode(new TextEncoder().encode(pair))
}

function wrong(message: string): PristineError {
  return new PristineError("config", message, { phase: "auth" })
}
