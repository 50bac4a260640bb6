import { PristineError } from "../../../errors/pristine-error.ts"
import { parseUrl } from "../../../values/parse-url.ts"

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Checks the URL of an endpoint: https, or http on the loopback interface; no user, password or fragment (RFC 6749,
 * sections 3.1 and 3.2).
 *
 * @param what Named in the error; the URL is not quoted, because it may hold a secret.
 * @throws PristineError with code `config`.
 */
export function checkEndpoint(what: string, text: string | undefined): URL {
  if (text === undefined) throw refuse(`has no ${what}`)
  const url = parseUrl(text)
  if (url === undefined) throw refuse(`has a ${what} that is not an absolute URL`)
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback.test(url.hostname))) {
    throw refuse(`has a ${what} that is neither https nor on the loopback interface`)
  }
  if (url.username !== "" || url.password !== "") throw refuse(`has a ${what} with credentials`)
  if (text.includes("#")) throw refuse(`has a ${what} with a fragment`)
  return url
}

function refuse(why: string): PristineError {
  return new PristineError("config", `The authorization server ${why}`, { phase: "auth" })
}
