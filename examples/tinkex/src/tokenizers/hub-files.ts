import { defaultRetry, followRedirects, parseRetryAfter, PristineError, retryCall } from "pristine-runtime"
import type { Clock, Random, RetryPolicy, Transport } from "pristine-runtime"
import type { TokenizerId } from "./tokenizer-id.ts"

export interface HubOptions {
  readonly transport: Transport
  readonly endpoint: string
  readonly token: string | undefined
  readonly clock: Clock
  readonly random: Random
}

const policy: RetryPolicy = {
  name: "hugging-face",
  rules: [
    {
      retryOn: ["connection", "timeout", 408, 429, "5XX"],
      maxAttempts: 5,
      backoff: "exponential",
      baseMs: 500,
      maxMs: 8_000,
      jitter: [0.5, 1],
      // Its limits count windows of five minutes.
      retryAfter: { maxMs: 300_000, beyond: "fail" },
    },
  ],
}
/** A tokenizer has some tens of megabytes at most. */
const mostBytes = 134_217_728
const timeouts = { connectMs: 10_000, headersMs: 60_000, bodyIdleMs: 60_000 }

/**
 * Downloads a file of a repository. Broken connections, 408, 429 and 5xx are tried again, four times, after as long as the
 * hub asks for; redirects are followed, without the token where they lead to another host.
 *
 * @throws PristineError with code `http` that says which file of which repository, and with the code `input` for an id that is
 * no repository's.
 */
export async function downloadHubFile(
  { id, revision }: TokenizerId,
  name: string,
  options: HubOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (!isRepository(id)) throw new PristineError("input", "A tokenizer's id must be a repository: organisation/name")
  const { clock, random } = options
  const url = `${options.endpoint.replace(/\/+$/, "")}/${id}/resolve/${encodeURIComponent(revision)}/${name}`
  return retryCall(policy, (attempt) => fetchOnce(url, `${name} of ${id}`, options, attempt.signal), {
    retry: defaultRetry({ clock, random }),
    clock,
    signal,
  })
}

/** It becomes a part of an address and the name of a folder. */
export function isRepository(id: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(id) && !id.split("/").some((part) => /^\.+$/.test(part))
}

/** Large files lie on other hosts, which get no token. */
async function fetchOnce(
  url: string,
  what: string,
  { transport, token, clock }: HubOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const headers: [string, string][] = token === undefined ? [] : [["Authorization", `Bearer ${token}`]]
  const following = followRedirects(transport, { crossOrigin: true })
  const { status, headers: answered, body } = await following.send({ method: "GET", url, headers, signal, timeouts })
  if (status === 200) return body.bytes(mostBytes)
  await body.cancel()
  throw refusal(status, what, parseRetryAfter(answered, clock.wallTime()))
}

function refusal(status: number, what: string, retryAfterMs: number | undefined): PristineError {
  const words: Readonly<Record<number, string>> = {
    401: "needs a token: set HF_TOKEN",
    403: "needs a token with access to the repository: set HF_TOKEN",
    404: "does not exist",
  }
  const isRedirect = status >= 300 && status < 400
  const why =
    words[status] ?? (isRedirect ? "is redirected too often, or to an unsafe address" : "cannot be downloaded")
  const retryable = status === 408 || status === 429 || status >= 500
  const message = `${what} ${why} (status ${status} of Hugging Face)`
  return new PristineError("http", message, { status, retryable, retryAfterMs })
}
