import { PristineError } from "../../../errors/pristine-error.ts"
import type { TokenSource } from "../../../ports/auth.ts"
import { parseTokens } from "./file-token-store.ts"
import { readPrivateFile } from "./private-file.ts"

export interface FileTokenOptions {
  /** Others may read the file, as those that Docker and Kubernetes mount. Default false. */
  readonly shared?: boolean
}

/**
 * The token in a file, read for each attempt: the file's text without white space around it, or what `fileTokenStore`
 * wrote. A file that others can read is refused (POSIX) unless it is `shared`.
 *
 * @example createClient({ auth: bearer(fileToken("/run/secrets/api-token", { shared: true })) })
 * @throws PristineError with code `config` that names the file, never what it holds.
 */
export function fileToken(path: string, { shared = false }: FileTokenOptions = {}): TokenSource {
  return {
    async token(signal) {
      const text = (await readPrivateFile(path, signal, shared))?.trim()
      if (text === undefined) throw missing(path, "does not exist")
      if (!text.startsWith("{")) return { value: text }
      const { accessToken, expiresAt } = parseTokens(text, path)
      if (accessToken === undefined) throw missing(path, "holds no access token")
      return { value: accessToken, ...(expiresAt !== undefined && { expiresAt }) }
    },
  }
}

function missing(path: string, why: string): PristineError {
  return new PristineError("config", `The token file ${path} ${why}`, { phase: "auth" })
}
