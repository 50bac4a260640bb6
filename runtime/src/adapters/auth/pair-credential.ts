import { absentCredential } from "../../errors/absent-credential.ts"
import type { Credential } from "./credential.ts"
import { missingVariable } from "./missing-variable.ts"
import { unusable } from "./unusable.ts"

/** User name and password as texts or as names of environment variables. */
export interface PairOptions {
  readonly username?: string
  readonly password?: string
  readonly usernameEnv?: string
  readonly passwordEnv?: string
}

/** A user name and a password, joined by a colon; without a password, an empty one. */
export function pairCredential({ username, password, usernameEnv, passwordEnv }: PairOptions): Credential {
  return {
    place: "The credential",
    read({ env }) {
      const user = part(username, usernameEnv, env)
      if (user.includes(":")) throw unusable(`The user name in ${usernameEnv ?? "`username`"}`, "holds a colon")
      return { value: `${user}:${part(password, passwordEnv, env)}` }
    },
  }
}

function part(
  text: string | undefined,
  variable: string | undefined,
  env: (name: string) => string | undefined,
): string {
  const found = text ?? (variable === undefined ? undefined : env(variable))
  if (found === undefined && variable !== undefined) {
    throw absentCredential(missingVariable(variable))
  }
  return found ?? ""
}
