import { readFile } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"
import { PristineError, readEnv } from "pristine-runtime"

export interface HubTokenOptions {
  /** Taken before all else. */
  readonly token?: string
  /** A file with a token, in place of `HF_TOKEN_PATH` and the default. */
  readonly tokenPath?: string
  /** Reads an environment variable. Default: `process.env`. */
  readonly env?: (name: string) => string | undefined
}

/**
 * The Hugging Face token that the Hub's own tools would take: the argument, `HF_TOKEN`, `HUGGING_FACE_HUB_TOKEN`, then the
 * file at `HF_TOKEN_PATH`, `$HF_HOME/token`, `$XDG_CACHE_HOME/huggingface/token` or `~/.cache/huggingface/token`. Blank ones
 * do not count.
 *
 * Rejects with a `PristineError` (code `config`) that names all these places when there is none.
 */
export async function resolveHubToken(options: HubTokenOptions = {}): Promise<string> {
  const { env = readEnv } = options
  const file = options.tokenPath ?? tokenFile(env)
  const token =
    told(options.token) ?? told(env("HF_TOKEN")) ?? told(env("HUGGING_FACE_HUB_TOKEN")) ?? told(await readToken(file))
  if (token !== undefined) return token
  throw new PristineError(
    "config",
    `No Hugging Face token: pass the option token, set HF_TOKEN or HUGGING_FACE_HUB_TOKEN, or log in with Hugging Face's own tools, which write ${file}`,
  )
}

function tokenFile(env: (name: string) => string | undefined): string {
  const named = told(env("HF_TOKEN_PATH"))
  if (named !== undefined) return named
  const cache = told(env("XDG_CACHE_HOME")) ?? join(homedir(), ".cache")
  return join(told(env("HF_HOME")) ?? join(cache, "huggingface"), "token")
}

async function readToken(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
}

function told(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === "" ? undefined : trimmed
}
