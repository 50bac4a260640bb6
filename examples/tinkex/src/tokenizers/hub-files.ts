import { backoffDelay, isPristineError, PristineError, type Clock, type Random, type Transport } from "pristine-runtime"
import { pause } from "../timing/pause.ts"
import type { TokenizerId } from "./tokenizer-id.ts"

export interface HubOptions {
  readonly transport: Transport
  readonly endpoint: string
  readonly token: string | undefined
  readonly clock: Clock
  readonly random: Random
}

/** Redirects in a row: large files lie on other hosts. */
const mostHops = 5
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

async function fetchOnce(
  start: string,
  what: string,
  { transport, endpoint, token }: HubOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { origin } = new URL(endpoint)
  let url = start
  for (let hop = 0; ; hop += 1) {
    const mayKnow = token !== undefined && new URL(url).origin === origin
    const headers: [string, string][] = mayKnow ? [["Authorization", `Bearer ${token}`]] : []
    const { status, headers: told, body } = await transport.send({ method: "GET", url, headers, signal, timeouts })
    if (status === 200) return body.bytes(mostBytes)
    await body.cancel()
    const location = told.get("location")
    if (![301, 302, 303, 307, 308].includes(status) || location === null) throw refusal(status, what)
    if (hop === mostHops) throw new PristineError("http", `Too many redirects for ${what}`, { status })
    const next = new URL(location, url)
    if (next.protocol !== "https:" && next.protocol !== new URL(url).protocol) {
      throw new PristineError("http", `A redirect for ${what} leads to an unsafe address`, { status })
    }
    url = next.href
  }
}

function refusal(status: number, what: string): PristineError {
  const words: Readonly<Record<number, string>> = {
    401: "needs a token: set HF_TOKEN",
    403: "needs a token with access to the repository: set HF_TOKEN",
    404: "does not exist",
  }
  const why = words[status] ?? "cannot be downloaded"
  const retryable = status === 408 || status === 429 || status >= 500
  return new PristineError("http", `${what} ${why} (status ${status} of Hugging Face)`, { status, retryable })
}
