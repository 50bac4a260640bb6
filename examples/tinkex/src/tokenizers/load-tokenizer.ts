import {
  defaultTransport,
  PristineError,
  readEnv,
  systemClock,
  type Clock,
  type Random,
  type Transport,
} from "pristine-runtime"
import { defaultCacheDirectory, folderCache, type FileCache } from "./file-cache.ts"
import { downloadHubFile, isRepository, type HubOptions } from "./hub-files.ts"
import { huggingFaceTokenizer } from "./hugging-face-tokenizer.ts"
import { tiktokenTokenizer } from "./tiktoken-tokenizer.ts"
import type { Tokenizer } from "./tokenizer.ts"
import type { TokenizerId } from "./tokenizer-id.ts"

export interface LoadOptions {
  /** Address of Hugging Face or a mirror. Default: `HF_ENDPOINT`, else `https://huggingface.co`. */
  readonly endpoint?: string
  /** For gated repositories. Default: `HF_TOKEN`, else `HUGGING_FACE_HUB_TOKEN`. Sent to the endpoint's origin alone. */
  readonly token?: string
  /**
   * Folder that keeps what was downloaded, by repository and revision; `false`: none. Node only. Default: `tinkex/hf` in
   * `XDG_CACHE_HOME`, `LOCALAPPDATA` or `~/.cache`.
   */
  readonly cacheDirectory?: string | false
  readonly signal?: AbortSignal
  /** Fetches the files. Default: the platform's, closed afterwards. */
  readonly transport?: Transport
  /** Measures the waits between tries. Default: the platform's. */
  readonly clock?: Clock
  /** Shortens those waits by up to a half. Default: they are whole. */
  readonly random?: Random
  /** Reads an environment variable. Default: the process's. */
  readonly env?: (name: string) => string | undefined
  /** Told when a file cannot be kept; the tokenizer is there all the same. Default: `console.warn`. */
  readonly onWarning?: (warning: PristineError) => void
}

/** Models whose tokenizer is a table of ranks rather than a `tokenizer.json`. */
const withRanks = /^moonshotai\/Kimi-/

/**
 * Loads a tokenizer from Hugging Face, or from the folder that keeps what was loaded before. Only its own two files are fetched.
 *
 * @throws PristineError with code `http` or `connection` where a file cannot be fetched, `decode` where it is not JSON, `config`
 * where an optional package is missing.
 */
export async function loadTokenizer(tokenizer: TokenizerId, options: LoadOptions = {}): Promise<Tokenizer> {
  const { env = readEnv, clock = systemClock, random = () => 1, signal = new AbortController().signal } = options
  if (!isRepository(tokenizer.id)) {
    throw new PristineError("input", "A tokenizer's id must be a repository: organisation/name")
  }
  const transport = options.transport ?? defaultTransport()
  const hub: HubOptions = {
    transport,
    endpoint: options.endpoint ?? (env("HF_ENDPOINT") || "https://huggingface.co"),
    token: options.token ?? (env("HF_TOKEN") || env("HUGGING_FACE_HUB_TOKEN") || undefined),
    clock,
    random,
  }
  const directory = options.cacheDirectory ?? defaultCacheDirectory(env)
  const cache = directory ? folderCache(directory) : undefined
  const read = (name: string): Promise<string> => readFile(tokenizer, name, hub, cache, options.onWarning, signal)
  try {
    // The small one first: where a repository is missing or gated, nothing else is asked for.
    const config = parse(await read("tokenizer_config.json"), "tokenizer_config.json", tokenizer)
    if (withRanks.test(tokenizer.id)) return await tiktokenTokenizer({ ranks: await read("tiktoken.model"), config })
    const parsed = parse(await read("tokenizer.json"), "tokenizer.json", tokenizer)
    return await huggingFaceTokenizer({ tokenizer: parsed, config })
  } finally {
    if (!options.transport) await transport.close?.()
  }
}

async function readFile(
  tokenizer: TokenizerId,
  name: string,
  hub: HubOptions,
  cache: FileCache | undefined,
  onWarning: LoadOptions["onWarning"] = ({ message }) => console.warn(message),
  signal: AbortSignal,
): Promise<string> {
  const warn = (what: string, cause: unknown): void => {
    onWarning(new PristineError("config", `${name} of ${tokenizer.id} ${what}`, { cause }))
  }
  const kept = await cache?.read(tokenizer, name).catch((error: unknown) => {
    warn("could not be read from the cache", error)
    return undefined
  })
  if (kept) return new TextDecoder().decode(kept)
  const bytes = await downloadHubFile(tokenizer, name, hub, signal)
  await cache?.write(tokenizer, name, bytes).catch((error: unknown) => warn("could not be kept", error))
  return new TextDecoder().decode(bytes)
}

function parse(text: string, name: string, { id }: TokenizerId): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === "object" && value !== null) return value
  } catch {
    // Told like every other text that is no object.
  }
  throw new PristineError("decode", `${name} of ${id} is not a JSON object`)
}
