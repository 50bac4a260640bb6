import { PristineError } from "../../../errors/pristine-error.ts"
import type { StoredTokens, TokenStore } from "../../../ports/token-store.ts"
import { readPrivateFile, writePrivateFile } from "./private-file.ts"

/**
 * Keeps tokens in a JSON file that its owner alone can read (mode 0600 on POSIX; elsewhere the folder's rights count).
 * A folder that is missing is made, for its owner alone. A file that others can read is refused.
 *
 * @throws PristineError with code `config` that names the file, never what it holds.
 */
export function fileTokenStore(path: string): TokenStore {
  return {
    async load(signal) {
      const text = await readPrivateFile(path, signal)
      return text === undefined ? undefined : parseTokens(text, path)
    },
    save: ({ accessToken, expiresAt, refreshToken, scope }) =>
      writePrivateFile(path, `${JSON.stringify({ accessToken, expiresAt, refreshToken, scope }, undefined, 2)}\n`),
  }
}

/** Reads the form in which tokens are kept; members of another type are refused, unknown ones ignored. */
export function parseTokens(text: string, path: string): StoredTokens {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    // The parser's error quotes the text.
    throw broken(path)
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw broken(path)
  const member = (name: string, type: "string" | "number"): object => {
    const value: unknown = Object.hasOwn(parsed, name) ? (parsed as Record<string, unknown>)[name] : undefined
    if (value === undefined) return {}
    if (typeof value !== type) throw broken(path)
    return { [name]: value }
  }
  return {
    ...member("accessToken", "string"),
    ...member("expiresAt", "number"),
    ...member("refreshToken", "string"),
    ...member("scope", "string"),
  }
}

function broken(path: string): PristineError {
  return new PristineError("config", `The token file ${path} is not of the form that tokens are kept in`, {
    phase: "auth",
  })
}
