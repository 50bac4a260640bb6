import { causeChain } from "../../errors/cause-chain.ts"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import { standIn } from "../../errors/stand-in.ts"
import type { TransportPhase } from "./transport-error.ts"

/** Failures before a byte of the request left: no server can have acted on it. */
const nothingSent: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  // Of a lookup through node:dns.
  "ENODATA",
  "ESERVFAIL",
  "EREFUSED",
  "ETIMEOUT",
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

const late: Readonly<Record<TransportPhase, (origin: string) => string>> = {
  connect: (origin) => `No connection to ${origin} in time`,
  headers: (origin) => `No answer from ${origin} in time`,
  body: (origin) => `The answer from ${origin} stopped for too long`,
}

/** Codes of node:zlib for bytes that are not what `Content-Encoding` says. */
const decoding = /^(?:Z_|ERR__ERROR|ERR_BROTLI|ZSTD_)/

const broken: Readonly<Record<TransportPhase, (origin: string) => string>> = {
  connect: (origin) => `No connection to ${origin}`,
  headers: (origin) => `The connection to ${origin} broke before the answer`,
  body: (origin) => `The connection to ${origin} broke within the answer`,
}

/**
 * What the codes of Node, undici and node:zlib say about a failure; `undefined` for one without a code. `phase` is where
 * the exchange stood. Browsers have no codes, so that there `no-failure-codes.ts` stands in its place.
 */
export function explainCode(cause: unknown, phase: TransportPhase, origin: string): PristineError | undefined {
  // `fetch` wraps what a body of the caller threw.
  const own = causeChain(cause).find((link) => isPristineError(link))
  if (own) return own
  const code = findCode(cause)
  if (code === undefined) return undefined
  const timedOut = timeouts[phase === "connect" && code in timeouts ? "ETIMEDOUT" : code]
  if (timedOut !== undefined) {
    return new PristineError("timeout", late[timedOut](origin), {
      cause: standIn(cause),
      phase: timedOut,
      maybeExecuted: timedOut !== "connect",
    })
  }
  const options = { cause: standIn(cause), ...(permanent.test(code) && { retryable: false }) }
  if (decoding.test(code)) {
    return new PristineError("decode", `The response body is not what its Content-Encoding says (${code})`, {
      ...options,
      phase: "body",
      maybeExecuted: true,
    })
  }
  const unsent = phase === "connect" || nothingSent.has(code) || permanent.test(code) || wroteNothing(cause)
  const where = unsent ? "connect" : phase
  return new PristineError("connection", `${broken[where](origin)} (${code})`, {
    ...options,
    phase: where,
    maybeExecuted: !unsent && !wasRefused(cause),
  })
}

/** A stream of HTTP/2 that the server did not process (RFC 9113, section 8.7); Node tells it in the message alone. */
function wasRefused(error: unknown): boolean {
  return causeChain(error).some((link) => link instanceof Error && link.message.includes("NGHTTP2_REFUSED_STREAM"))
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
