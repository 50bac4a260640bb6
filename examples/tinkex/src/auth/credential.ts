import { PristineError } from "pristine-runtime"
import { nodeModule } from "../node-module.ts"

/** Where a credential may come from. */
export interface CredentialSources {
  /** An API key (`tml-…`) or a JSON web token (`eyJ…`). */
  readonly key: string | undefined
  /** A shell command that prints one; run every time. */
  readonly command: string | undefined
  /** The server wants the command's credential rather than the key. A web token still wins. */
  readonly preferCommand?: boolean
}

/**
 * The credential to send. Throws a `PristineError` (code `config`) when there is none, or when the command fails or prints
 * nothing; it says what to set, and contains no secret.
 */
export async function resolveCredential(sources: CredentialSources, signal: AbortSignal): Promise<string> {
  const { key, command, preferCommand = false } = sources
  if (key?.startsWith("eyJ")) return key
  if (command && (preferCommand || !key?.startsWith("tml-"))) return runCommand(command, signal)
  if (!key) {
    throw new PristineError(
      "config",
      "No API key: pass the apiKey option or set the environment variable TINKER_API_KEY",
    )
  }
  if (!key.startsWith("tml-")) throw new PristineError("config", "The API key must start with the prefix tml-")
  return key
}

async function runCommand(command: string, signal: AbortSignal): Promise<string> {
  const { exec } = nodeModule("child_process", "A credential command")
  const output = await new Promise<string>((resolve, reject) => {
    exec(command, { signal, encoding: "utf8" }, (error, stdout) => {
      if (!error) resolve(stdout.trim())
      else if (signal.aborted) reject(signal.reason as Error)
      else reject(new PristineError("config", `TINKER_CREDENTIAL_CMD failed with code ${String(error.code)}`))
    })
  })
  if (output === "") throw new PristineError("config", "TINKER_CREDENTIAL_CMD printed nothing")
  return output
}
