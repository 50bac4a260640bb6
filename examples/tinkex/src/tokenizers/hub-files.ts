import { backoffDelay, followRedirects, isPristineError, pause, PristineError } from "pristine-runtime"
import type { Clock, Random, Transport } from "pristine-runtime"
import type { TokenizerId } from "./tokenizer-id.ts"

export interface HubOptions {
  readonly transport: Transport
  readonly endpoint: string
  readonly token: string | undefined
  readonly clock: Clock
  readonly random: Random
}

const mostAttempts = 5
const wait = { backoff: "exponential", baseMs: 500, maxMs: 8_000, jitter: [0.5, 1] } as const
/** A tokenizer has some tens of megabytes at most. */
const mostBytes = 134_217_728
const timeouts = { connectMs: 10_000, headersMs: 60_000, bodyIdleMs: 60_000 }

/**
 * Downloads a file of a repository. Broken connections, 408, 429 and 5xx are tried again, four times; redirects are followed,
 * without the token where they lead to another host.
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
  const url = `${options.endpoint.replace(/\/+$/, "")}/${id}/resolve/${encodeURIComponent(revision)}/${name}`
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetchOnce(url, `${name} of ${id}`, options, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (attempt === mostAttempts || !isPristineError(error) || !error.retryable) throw error
      await pause(options.clock, backoffDelay(wait, attempt, options.random), signal)
    }
  }
}

/** It becomes a part of an address and the name of a folder. */
export function isRepository(id: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(id) && !id.split("/").some((part) => /^\.+$/.test(part))
}

/** Large files lie on other hosts, which get no token. */
async function fetchOnce(
  url: string,
  what: string,
  { transport, token }: HubOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const headers: [string, string][] = token === undefined ? [] : [["Authorization", `Bearer ${token}`]]
  const following = followRedirects(transport, { crossOrigin: true })
  const { status, body } = await following.send({ method: "GET", url, headers, signal, timeouts })
  if (status === 200) return body.bytes(mostBytes)
  await body.cancel()
  throw refusal(status, what)
}

function refusal(status: number, what: string): PristineError {
  const words: Readonly<Record<number, string>> = {
    401: "needs a token: set HF_TOKEN",
    403: "needs a token with access to the repository: set HF_TOKEN",
    404: "does not exist",
  }
  const isRedirect = status >= 300 && status < 400
  const why =
    words[status] ?? (isRedirect ? "is redirected too often, or to an unsafe address" : "cannot be downloaded")
  const retryable = status === 408 || status === 429 || status >= 500
  return new PristineError("http", `${what} ${why} (status ${status} of Hugging Face)`, { status, retryable })
}
