import { escapeText } from "../../errors/escape-text.ts"
import type { Call } from "../call/call.ts"

/** Characters of an id that are kept. */
const longestId = 200

/** The service's id of a request, from the headers that name it; safe for one line of a log. */
export function requestIdOf({ plan }: Call, headers: Headers): string | undefined {
  const { provider } = plan.client.service.spec
  const found = provider ? provider.requestId(headers) : headers.get("x-request-id") || headers.get("request-id")
  return found ? escapeText(found, longestId) : undefined
}
