import { PristineError } from "../../errors/pristine-error.ts"
import type { TransportRequest } from "../../ports/transport.ts"

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// A value may hold any octet but controls; HTAB is one that it may.
const forbiddenInValue = /[^\t\x20-\x7e\x80-\xff]/

/**
 * Refuses, before anything is sent, a URL that is none, a method or header name that is no token and a header value
 * with a control character or one beyond U+00FF. Platforms refuse these too, but quote the value: it may be a secret.
 *
 * @throws PristineError with code `input`; its message names the header, never its value or the URL.
 */
export function checkRequest(request: TransportRequest): URL {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new PristineError("input", "The request's URL is not an absolute http or https URL", refused)
  }
  if (url.username !== "" || url.password !== "") {
    throw new PristineError("input", "The request's URL holds credentials; use an auth adapter", refused)
  }
  if (!token.test(request.method)) throw new PristineError("input", "The request's method is not a token", refused)
  for (const [name, value] of request.headers) {
    if (!token.test(name)) throw new PristineError("input", "A header name holds a forbidden character", refused)
    if (forbiddenInValue.test(value)) {
      throw new PristineError("input", `The value of header ${name} holds a forbidden character`, refused)
    }
  }
  return url
}

const refused = { retryable: false, maybeExecuted: false }
