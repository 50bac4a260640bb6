import { PristineError } from "../../errors/pristine-error.ts"
import { parseUrl } from "../../values/parse-url.ts"
import type { TransportRequest } from "../../ports/transport.ts"

/** RFC 9110, section 5.6.2. */
const token = /^[!#-'*+\-.0-9A-Z^-z|~]+$/
// A value may hold any octet but controls; HTAB is one that it may.
const forbiddenInValue = /[^\t\x20-\x7e\x80-\xff]/
// Whoever else frames the message desynchronises the connection, or sends it to another host of it.
const framing = /^(?:host|content-length|transfer-encoding|connection)$/i

/**
 * Refuses, before anything is sent, a URL that is none, a method or header name that is no token, a header that frames
 * the message and a header value with a control character or one beyond U+00FF. Platforms refuse these too, but quote the value: it may be a secret.
 *
 * @throws PristineError with code `input`; its message names the header, never its value or the URL.
 */
export function checkRequest({ url: text, method, headers }: TransportRequest): URL {
  const url = parseUrl(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username + url.password) {
    throw refusal("URL is not http or https, absolute and free of credentials")
  }
  for (const [name, value] of [[method, ""] as const, ...headers]) {
    if (!token.test(name)) throw refusal("method or the name of a header is not a token")
    if (framing.test(name)) throw refusal(`header ${name} is the transport's and cannot be given`)
    if (forbiddenInValue.test(value)) throw refusal(`value of header ${name} holds a forbidden character`)
  }
  return url
}

function refusal(what: string): PristineError {
  return new PristineError("input", `The ${what}`)
}
