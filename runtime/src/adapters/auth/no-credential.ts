import { absentCredential } from "../../errors/absent-credential.ts"
import type { Credential } from "./credential.ts"
import { seeCredentials } from "./missing-variable.ts"

/** The secret of a scheme that names no place for one: it has to come from the client's own `auth`. */
export const noCredential: Credential = {
  place: "No credential",
  read() {
    throw absentCredential(
      `No credential: this service names no place for one; pass \`auth\` to createClient${seeCredentials}`,
    )
  },
}
