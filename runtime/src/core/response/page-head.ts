import { escapeText } from "../../errors/escape-text.ts"
import { mediaType } from "./media-type.ts"
import type { ReadAnswer } from "./read-answer.ts"

const longestHead = 2_048
const startOfPage = /^\s*<(!doctype\s+)?html\b/i

/**
 * What an error keeps of the body: of an HTML page, which a proxy sends where the service is silent, its head on one
 * line, control and direction characters escaped, at most 2,048 characters. Any other body stays as it is.
 */
export function pageHead({ headers, body }: Pick<ReadAnswer, "headers" | "body">): unknown {
  const isPage = typeof body === "string" && (mediaType(headers) === "text/html" || startOfPage.test(body))
  return isPage ? escapeText(body.replace(/\s+/g, " "), longestHead) : body
}
