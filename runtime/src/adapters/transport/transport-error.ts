import { causeChain } from "../../errors/cause-chain.ts"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"

/** Failures before a byte of the request left: no server can have acted on it. */
const nothingSent: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_CLOSED",
  "UND_ERR_DESTROYED",
  "UND_ERR_PRX_TLS",
])

/** Failures that another attempt would meet again: certificates, and requests that no transport can send. */
const permanent =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|UND_ERR_(?:INVALID_ARG|CLOSED|DESTROYED|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH)|ERR_INVALID_)/

const timeouts: Readonly<Record<string, TransportPhase>> = {
  UND_ERR_CONNECT_TIMEOUT: "connect",
  ETIMEDOUT: "connect",
  UND_ERR_HEADERS_TIMEOUT: "headers",
  UND_ERR_BODY_TIMEOUT: "body",
}

/** Codes of node:zlib for bytes that are not what `Content-Encoding` says. */
const decoding = /^(?:Z_|ERR__ERROR|ERR_BROTLI|ZSTD_)/

/** Part of an exchange that a failure belongs to. */
export type TransportPhase = "connect" | "headers" | "body"

/**
 * Turns what a platform rejects with into a `PristineError` of code `connection`, `timeout` or, for a body that its
 * content coding does not fit, `decode`. `phase` is where the exchange stood; `maybeExecuted` is false only if nothing
 * can have been sent, `retryable` false only if another attempt is pointless.
 */
export function toTransportError(error: unknown, phase: TransportPhase): PristineError {
  if (isPristineError(error)) return error
  const code = findCode(error) ?? ""
  const timedOut = timeouts[code]
  if (timedOut !== undefined) return timeoutError(timedOut, error)
  const options = { cause: error, ...(permanent.test(code) && { retryable: false }) }
  if (decoding.test(code)) {
    return new PristineError("decode", `The response body is not what its Content-Encoding says (${code})`, {
      ...options,
      phase: "body",
      maybeExecuted: true,
    })
  }
  const unsent = nothingSent.has(code) || permanent.test(code) || wroteNothing(error)
  const where = unsent ? "connect" : phase
  const text = { connect: "No connection to the server", headers: "The connection broke before the answer" }
  const message = where === "body" ? "The connection broke within the answer" : text[where]
  return new PristineError("connection", code === "" ? message : `${message} (${code})`, {
    ...options,
    phase: where,
    maybeExecuted: !unsent,
  })
}

/** The error of a phase that took too long. */
export function timeoutError(phase: TransportPhase, cause?: unknown): PristineError {
  const text = {
    connect: "No connection to the server in time",
    headers: "No answer from the server in time",
    body: "The answer stopped for too long",
  }
  return new PristineError("timeout", text[phase], { phase, maybeExecuted: phase !== "connect", cause })
}

/** The first `code` along the causes. */
function findCode(error: unknown): string | undefined {
  for (const link of causeChain(error)) {
    if (typeof link === "object" && link !== null && "code" in link && typeof link.code === "string") return link.code
  }
  return undefined
}

/** undici tells of a broken socket how much was written to it. */
function wroteNothing(error: unknown): boolean {
  return causeChain(error).some((link) => (link as { socket?: { bytesWritten?: unknown } }).socket?.bytesWritten === 0)
}
