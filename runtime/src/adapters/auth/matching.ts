import type { Token } from "../../ports/auth.ts"
import { isPromise } from "../../values/is-promise.ts"
import type { Credential } from "./credential.ts"
import { unusable } from "./unusable.ts"

// A longer text is no secret but a mistake, and patterns may take more than linear time.
const longestChecked = 10_000

/** A credential that is refused, before anything is sent, where it does not match a regular expression. */
export function matching(pattern: string, credential: Credential): Credential {
  const form = new RegExp(pattern, "u")
  const check = (token: Token): Token => {
    if (token.value.length <= longestChecked && form.test(token.value)) return token
    throw unusable(credential.place, "is not of the form that this service's credentials have")
  }
  return {
    ...credential,
    read(context) {
      const token = credential.read(context)
      return isPromise(token) ? token.then(check) : check(token)
    },
  }
}
