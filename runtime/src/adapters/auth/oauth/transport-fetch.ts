import type { CustomFetchOptions } from "oauth4webapi"
import { isPristineError } from "../../../errors/is-pristine-error.ts"
import { PristineError } from "../../../errors/pristine-error.ts"
import type { Transport, TransportResponse } from "../../../ports/transport.ts"

/** An answer of a token endpoint: its status and, where its body is a JSON object, the members that count. */
export interface Exchanged {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>> | undefined
}

const longestAnswer = 1_048_576
const timeouts = { connectMs: 10_000 }

/** RFC 6749, sections 5.1 and 5.2. An ID token is not among them: nobody here reads it. */
const members = ["access_token", "token_type", "expires_in", "refresh_token", "scope", "error"]

/**
 * The library's `fetch` over a transport. Nothing of the answer but its status goes back to the library, whose errors
 * keep what they saw; `take` gets it in its place.
 */
export function transportFetch(
  transport: Transport,
  signal: AbortSignal,
  place: string,
  take: (answer: Exchanged) => void,
): (url: string, options: CustomFetchOptions<"POST", URLSearchParams>) => Promise<Response> {
  return async (url, { method, headers, body }) => {
    const response = await transport.send({
      method,
      url,
      headers: Object.entries(headers),
      body: body.toString(),
      signal,
      timeouts,
    })
    const { status } = response
    if (status >= 300 && status < 400) {
      await response.body.cancel()
      take({ status, json: undefined })
    } else take({ status, json: parseObject(await readText(response, place)) })
    return new Response()
  }
}

async function readText(response: TransportResponse, place: string): Promise<string> {
  try {
    return await response.body.text(longestAnswer)
  } catch (thrown) {
    if (!isPristineError(thrown, "limit")) throw thrown
    const message = `The token endpoint of ${place} gave an answer of more than ${longestAnswer} bytes`
    throw new PristineError("limit", message, { phase: "auth", status: response.status })
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    // A page or a text: that it is no JSON is all that its reader needs.
    return undefined
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined
  const known = Object.entries(parsed).filter(([name, value]) => members.includes(name) && value !== null)
  return Object.fromEntries(known)
}
