import { ClientSecretPost, None, type ClientAuth } from "oauth4webapi"

export type ClientAuthMethod = "basic" | "body" | "none"

/** Puts a client's id and secret on a token request (RFC 6749, section 2.3.1). */
export function clientAuth(method: ClientAuthMethod, secret: string): ClientAuth {
  if (method === "none") return None()
  if (method === "body") return ClientSecretPost(secret)
  return (_server, client, _body, headers) => {
    headers.set("authorization", `Basic ${btoa(`${formEncode(client.client_id)}:${formEncode(secret)}`)}`)
  }
}

/**
 * The form encoding of one value (RFC 6749, appendix B). The library's own also encodes `-`, `.` and `_`, which servers
 * that forget to decode do not take; the result of a decoding is the same.
 */
function formEncode(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1)
}
