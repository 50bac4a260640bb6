import type { TransportBody } from "../../src/ports/transport.ts"
import { secret } from "./mark.ts"

/** Names of what is hidden in traffic, by where it stands. */
export const marked = {
  path: "canary_path",
  member: "canary_member",
  field: "canary_field",
  part: "canary_part",
  event: "canary_event",
} as const

/**
 * A body with a secret in it: as a field of a form, a file of a multipart form, a member of a JSON object, or the first
 * piece of a stream.
 */
export function markBody(body: TransportBody | undefined, type: string): TransportBody | undefined {
  const boundary = /^multipart\/form-data;.*\bboundary=(\w+)/i.exec(type)?.[1]
  if (body instanceof Blob && boundary !== undefined) return new Blob([part(boundary), body])
  if (typeof body === "string") return markText(body, type)
  if (body !== undefined && Symbol.asyncIterator in body) return markStream(body)
  if (!(body instanceof Uint8Array)) return body
  const text = textOf(body)
  if (text === undefined) return body
  const shown = markText(text, type)
  return shown === text ? body : new TextEncoder().encode(shown)
}

function markText(text: string, type: string): string {
  return /^application\/x-www-form-urlencoded\b/i.test(type)
    ? `${marked.field}=${secret("field")}${text && "&"}${text}`
    : markMember(text)
}

/** Nobody but the wire may read it, so that it has no pieces until then. */
function markStream(body: AsyncIterable<Uint8Array>): TransportBody {
  const piece = new TextEncoder().encode(secret("piece"))
  const pieces = {
    async *[Symbol.asyncIterator]() {
      yield piece
      yield* body
    },
  }
  return "byteLength" in body ? { ...pieces, byteLength: Number(body.byteLength) + piece.byteLength } : pieces
}

/** A file whose name is a secret too. */
function part(boundary: string): string {
  const disposition = `form-data; name="${marked.part}"; filename="${secret("name")}"`
  return `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: text/plain\r\n\r\n${secret("part")}\r\n`
}

/** JSON of an object, with a secret as its first member. */
export function markMember(json: string): string {
  return /^\s*\{\s*"/.test(json) ? json.replace("{", `{"${marked.member}":["${secret("member")}"],`) : json
}

const streamed: readonly (readonly [type: RegExp, start: RegExp])[] = [
  [/^text\/event-stream\b/i, /((?:^|[\r\n])data: ?\{)(?=\s*")/g],
  [/^application\/(?:x-ndjson|jsonl?|json-seq)\b/i, /((?:^|[\r\n\u001e])\{)(?=\s*")/g],
]

/** The objects that begin a chunk or a line of it, with a secret as their first member. */
export async function* markEvents(chunks: AsyncIterable<Uint8Array>, type: string): AsyncGenerator<Uint8Array> {
  const start = streamed.find(([each]) => each.test(type))?.[1]
  for await (const chunk of chunks) {
    // A character for each byte: a chunk may end within one.
    const text = Buffer.from(chunk).toString("latin1")
    const shown = start ? text.replace(start, `$1"${marked.event}":"${secret("event")}",`) : text
    yield shown === text ? chunk : new Uint8Array(Buffer.from(shown, "latin1"))
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    // Bytes that are no text are no form and no JSON.
    return undefined
  }
}
