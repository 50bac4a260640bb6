import type { ServerResponse } from "node:http"
import { writeJson } from "./lossless-json.ts"

/**
 * What goes wrong with an answer on its way: the connection is reset instead, or `never` gets one; the body is cut in half
 * and the connection ends (`truncate`) or stays (`stall`); half of the body is declared as the whole (`shorten`); the answer
 * is written twice (`duplicate`).
 */
export type Delivery = "reset" | "never" | "truncate" | "stall" | "shorten" | "duplicate"

/** What an endpoint answers. `chunks` replaces `body` for an answer that is written while it is made. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly chunks?: AsyncIterable<string>
  /** Absent: the answer arrives as it is. */
  readonly delivery?: Delivery
}

/** A JSON answer. */
export function json(value: unknown, status = 200): Reply {
  return { status, headers: { "Content-Type": "application/json" }, body: writeJson(value) }
}

/** An answer of raw bytes. */
export function bytes(body: Uint8Array, contentType: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, headers: { "Content-Type": contentType, ...headers }, body }
}

/** An answer that says nothing but its status. */
export function noContent(): Reply {
  return { status: 204, headers: {} }
}

/** A server-sent event stream. */
export function eventStream(chunks: AsyncIterable<string>): Reply {
  return { status: 200, headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" }, chunks }
}

/** Writes `reply`. Header and body leave in one piece: a split costs a delayed acknowledgement on every call. */
export async function send(response: ServerResponse, reply: Reply): Promise<void> {
  if (reply.chunks === undefined) {
    const body = typeof reply.body === "string" ? Buffer.from(reply.body) : reply.body
    const length = reply.status === 204 ? {} : { "Content-Length": String(body?.length ?? 0) }
    response.writeHead(reply.status, { ...reply.headers, ...length })
    response.end(body)
    return
  }
  response.writeHead(reply.status, reply.headers)
  response.flushHeaders()
  for await (const chunk of reply.chunks) {
    if (response.destroyed) return
    if (!response.write(chunk)) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done)
      response.off("close", done)
      resolve()
    }
    response.on("drain", done)
    response.on("close", done)
  })
}
