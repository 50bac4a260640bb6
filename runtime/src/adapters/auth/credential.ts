import { absentCredential } from "../../errors/absent-credential.ts"
import type { Auth, AuthContext, AuthTarget, Token } from "../../ports/auth.ts"
import { isPromise } from "../../values/is-promise.ts"
import { unusable } from "./unusable.ts"

/** The secret of one scheme, as the adapters of this folder read it. */
export interface Credential {
  /** Where it comes from, as an error may name it. */
  readonly place: string
  /** The secret for one attempt. Fails with a `PristineError` that names the place, never the secret. */
  readonly read: (context: AuthContext) => Token | Promise<Token>
  /** The server refused it; true if the next reading may give another. Absent: it never does. */
  readonly refused?: (context: AuthContext) => boolean
}

/** Reads a credential for each attempt and puts it where the scheme has it; an empty one is none. */
export function credentialAuth(credential: Credential, put: (target: AuthTarget, value: string) => void): Auth {
  const putToken = (target: AuthTarget, { value }: Token): void => {
    if (value === "") throw absentCredential(`${credential.place} is empty`)
    put(target, value)
  }
  return {
    apply(target, context) {
      const token = credential.read(context)
      if (isPromise(token)) return token.then((read) => putToken(target, read))
      putToken(target, token)
    },
    ...(credential.refused !== undefined && { onUnauthorized: credential.refused }),
  }
}

const unsendable = /[^\t\x20-\x7e\x80-\xff]/

/** The same in a header, which cannot hold every character (RFC 9110, section 5.5). */
export function headerAuth(credential: Credential, header: string, prefix = ""): Auth {
  return credentialAuth(credential, (target, value) => {
    if (unsendable.test(value)) throw unusable(credential.place, "holds a character that cannot be sent")
    target.setHeader(header, prefix + value)
  })
}
