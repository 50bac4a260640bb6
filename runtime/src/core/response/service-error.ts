import { escapeText } from "../../errors/escape-text.ts"
import type { FailureReader } from "../../ports/failure-reader.ts"
import { pointer } from "./pointer.ts"

/** What a code is made of: one that could be a sentence, or somebody's data, is none. */
const code = /^[\w.:/-]{1,100}$/
/** Characters of a message that are kept. */
const longestDetail = 500

/**
 * Reads a service's own code and message of an error at paths of its body. A code is a short word or a whole number; a
 * message is made safe for one line.
 */
export function serviceError(codePath?: readonly string[], messagePath?: readonly string[]): FailureReader {
  return ({ body }) => {
    const found = codePath && pointer(body, codePath)
    const text = typeof found === "string" || Number.isSafeInteger(found) ? String(found) : ""
    const message = messagePath && pointer(body, messagePath)
    return {
      serviceCode: code.test(text) ? text : undefined,
      detail: typeof message === "string" && message !== "" ? escapeText(message, longestDetail) : undefined,
    }
  }
}
