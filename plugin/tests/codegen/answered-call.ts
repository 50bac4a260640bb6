import type { ApiModel } from "../../src/model/api-model.ts"
import { run, type BundleOptions } from "./run-generated.ts"

/** What a call came to, and what was sent: path, query and body. */
export interface AnsweredCall {
  readonly data?: unknown
  readonly error?: unknown
  readonly sent: string
}

/**
 * Makes one call of a generated client whose server answers with a text.
 *
 * @param does Code that makes it, with `api` and `client`.
 */
export async function answeredCall(
  model: ApiModel,
  does: string,
  { answer = "{}", type = "application/json", status = 200 } = {},
  options: BundleOptions = {},
): Promise<AnsweredCall> {
  const entry = `import api, { createClient } from "api"
const sent = []
const body = (text) => ({ bytes: async () => new TextEncoder().encode(text), cancel: async () => {}, stream: () => new Blob([text]).stream() })
const transport = { async send(request) {
  sent.push(request.url.slice(14) + " " + (request.body ?? ""))
  return { status: ${status}, headers: new Headers({ "content-type": "${type}" }), body: body(${JSON.stringify(answer)}) }
} }
const client = createClient({ transport, retry: false })
export const outcome = (${does}).then((data) => ({ data }), (error) => ({ error })).then((end) => ({ ...end, sent: sent.join() }))`
  const { outcome } = await run(model, entry, options)
  return (await outcome) as AnsweredCall
}
