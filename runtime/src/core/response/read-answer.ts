import type { TransportResponse } from "../../ports/transport.ts"
import type { AnswerSeen, Call } from "../call/call.ts"
import { isJson, mediaType } from "./media-type.ts"
import { maxBytesOf } from "./decode-value.ts"

/** As much of an error's body as is kept, in bytes. */
const maxErrorBytes = 65_536

/** An answer as classifiers and errors see it. */
export interface ReadAnswer extends AnswerSeen {
  readonly bytes: Uint8Array
}

/** Reads an answer that is no success, or that code wants to judge: JSON parsed, text as text, the rest as bytes. */
export async function readAnswer(call: Call, response: TransportResponse, whole: boolean): Promise<ReadAnswer> {
  const { status, headers, body } = response
  const bytes = await call.lifetime.race(whole ? body.bytes(maxBytesOf(call)) : readSome(body.stream()))
  return { status, headers, bytes, body: parse(bytes, mediaType(headers)) }
}

async function readSome(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const some = new Uint8Array(maxErrorBytes)
  let length = 0
  for await (const chunk of chunks) {
    const part = chunk.subarray(0, maxErrorBytes - length)
    some.set(part, length)
    length += part.byteLength
    // Leaving the loop releases the connection.
    if (length === maxErrorBytes) break
  }
  return some.slice(0, length)
}

function parse(bytes: Uint8Array, type: string): unknown {
  if (bytes.byteLength === 0) return undefined
  const json = type === "" || isJson(type)
  if (!json && !type.startsWith("text/")) return bytes
  const text = new TextDecoder().decode(bytes)
  try {
    return json ? (JSON.parse(text) as unknown) : text
  } catch {
    // A proxy's page under a wrong label, or an error that was cut: its text says more than its form.
    return text
  }
}
