import { isPristineError, type PristineError } from "pristine-runtime"
import { CliError } from "./cli-error.ts"
import { printable } from "./output/printable.ts"

/** What to do about an answer of the service. */
const byStatus: Readonly<Record<number, string>> = {
  401: "The service does not take the credential: check TINKER_API_KEY, or pass --api-key.",
  402: "The service has stopped the account for its billing status.",
  403: "The credential may not do that. Only the owner of a training run may change its checkpoints.",
  429: "The service is asked too often: try again in a while.",
}

/** What stands on the command line for an option that a message of the SDK names. */
const flags: Readonly<Record<string, string>> = {
  apiKey: "--api-key",
  baseUrl: "--base-url",
  timeout: "--timeout",
  token: "--hf-token",
}

/** What a person is told of a failure: what happened, then what is known beside it and what to do. No secret is in it. */
export function explainError(error: unknown): readonly string[] {
  const message = error instanceof Error ? error.message : String(error)
  return [isPristineError(error, "config") ? inFlags(message) : message, ...details(error)].map(printable)
}

/** The same in one line. */
export function explainInLine(error: unknown): string {
  return explainError(error)
    .map((sentence) => sentence.replace(/[.:;]\s*$/, ""))
    .join(". ")
}

function inFlags(message: string): string {
  return message.replaceAll(/\b(?:the )?option (\w+)/gi, (said, name: string) => flags[name] ?? said)
}

function details(error: unknown): readonly string[] {
  if (error instanceof CliError)
    return [...(error.cause ? explainError(error.cause) : []), error.hint ?? ""].filter(Boolean)
  if (!isPristineError(error)) return []
  const said = error.detail === undefined ? [] : [`The service says: ${error.detail}`]
  return [...said, ...hintsOf(error)]
}

function hintsOf({ code, status, operation }: PristineError): readonly string[] {
  switch (code) {
    case "config":
    case "auth":
      return ["`tinkex --help` says which options and environment variables there are."]
    case "connection":
      return ["Check the network and the service's address: --base-url, or TINKER_BASE_URL."]
    case "timeout":
      return ["Try again, or allow each request more time with --timeout <ms>."]
    case "http":
      if (status === 404) return [`${listFor(operation)} what there is.`]
      if (status !== undefined && status >= 500) return ["The service has a problem of its own: try again in a while."]
      return [byStatus[status ?? 0] ?? ""].filter(Boolean)
    default:
      return []
  }
}

function listFor(operation: string | undefined): string {
  if (operation?.includes("session")) return "`tinkex session list` shows"
  return "`tinkex run list` and `tinkex checkpoint list` show"
}
