import { PristineError } from "../../errors/pristine-error.ts"

/** Text of a body, without a byte order mark. Throws a `PristineError` with code `decode` on bytes that are not UTF-8. */
export function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body)
  } catch {
    throw new PristineError("decode", "The answer is not valid UTF-8", { phase: "body" })
  }
}
