import type { Fields } from "../http/fields.ts"
import { HttpError } from "../http/http-error.ts"
import { dmelLength, joinTokens, placeholderTokens } from "./placeholder-tokens.ts"

/**
 * Reads `{ "chunks": […] }`. Older clients leave the chunks' `type` out, so a chunk is told by the member only it has.
 *
 * @throws HttpError 422 for a chunk of no known kind.
 */
export function readModelInput(input: Fields): Int32Array {
  return joinTokens(input.objects("chunks").map(readChunk))
}

function readChunk(chunk: Fields): Int32Array {
  if (chunk.has("tokens")) return Int32Array.from(chunk.numbers("tokens"))
  if (chunk.has("dmel")) {
    const container = Buffer.from(chunk.string("dmel"), "base64")
    return checkedPlaceholders(container, dmelLength(container))
  }
  if (chunk.has("data"))
    return checkedPlaceholders(
      Buffer.from(chunk.string("data"), "base64"),
      chunk.optionalInteger("expected_tokens") ?? 1,
    )
  if (chunk.has("location"))
    return checkedPlaceholders(chunk.string("location"), chunk.optionalInteger("expected_tokens") ?? 1)
  throw new HttpError(422, "Unsupported model input chunk type")
}

/** @throws HttpError 422 when a chunk claims more positions than any context has. */
export function checkedPlaceholders(content: Uint8Array | string, count: number): Int32Array {
  if (count < 0 || count > 1_000_000) throw new HttpError(422, "A chunk claims an unusable number of tokens")
  return placeholderTokens(content, count)
}
