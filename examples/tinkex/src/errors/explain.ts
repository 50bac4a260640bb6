import { isPristineError } from "pristine-runtime"

/** What to do about an answer of the service. */
const byStatus: Readonly<Record<number, string>> = {
  401: "The service does not take the credential: check TINKER_API_KEY, or the option apiKey.",
  402: "The service has stopped the account for its billing status.",
  403: "The credential may not do that. Only the owner of a training run may change its checkpoints.",
  404: "A RestClient lists the runs, checkpoints and sessions that there are.",
  429: "The service is asked too often: try again in a while.",
}

const byCode: Readonly<Record<string, string>> = {
  connection: "Check the network and the service's address: the option baseUrl, or TINKER_BASE_URL.",
  timeout: "Try again, or allow each request more time with the option timeout.",
  future_expired: "The service has lost the result, and the operation may have run: go on from the last checkpoint.",
}

/**
 * What a person is told of a failure, in lines: what happened, the service's own words where it gave a reason, and what to do.
 *
 * Messages of errors hold no payload, so an error that nobody catches shows no reason. This text holds the service's words,
 * and those may quote what was sent: it is for a terminal rather than for a log that others read. No credential is in it.
 *
 * @example
 * await main().catch((error) => {
 *   console.error(explain(error))
 *   process.exitCode = 1
 * })
 */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (!isPristineError(error)) return message
  const { detail, code, status } = error
  const said = detail === undefined ? undefined : `The service says: ${detail}`
  return [message, said, code === "http" ? ofStatus(status) : byCode[code]].filter(Boolean).join("\n")
}

function ofStatus(status = 0): string | undefined {
  return status >= 500 ? "The service has a problem of its own: try again in a while." : byStatus[status]
}
