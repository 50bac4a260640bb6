import type { IncomingHttpHeaders, IncomingMessage } from "node:http"
import { Fields } from "./fields.ts"
import { HttpError } from "./http-error.ts"
import { parseLosslessJson } from "./lossless-json.ts"
import { readBody } from "./read-body.ts"

/** One request on its way through an endpoint. */
export interface Exchange {
  readonly method: string
  /** The path from `/api/v1` on (a base URL's prefix is cut off), still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The `{name}` segments of the matched route, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal
  /** The body after decompression; the same at every call. */
  body(): Promise<Buffer>
  /** The body as a JSON object; an empty one counts as `{}`. */
  fields(): Promise<Fields>
}

const apiPrefix = /^.*?(?=\/api\/v1\/)/

/** Wraps a request of node:http; reads nothing yet. */
export function openExchange(request: IncomingMessage, signal: AbortSignal): Exchange {
  const [path = "/", query = ""] = (request.url ?? "/").split("?", 2)
  let read: Promise<Buffer> | undefined
  return exchangeOf({
    method: request.method ?? "GET",
    path: path.replace(apiPrefix, ""),
    query: new URLSearchParams(query),
    headers: request.headers,
    signal,
    body: () => (read ??= readBody(request)),
  })
}

/** Makes an exchange of its parts. */
export function exchangeOf(parts: Omit<Exchange, "parameters" | "fields">): Exchange {
  return {
    ...parts,
    parameters: {},
    fields: async () => {
      const text = (await parts.body()).toString("utf8")
      try {
        return new Fields(text === "" ? {} : parseLosslessJson(text))
      } catch (error) {
        if (error instanceof HttpError) throw error
        throw new HttpError(422, [{ loc: ["body"], msg: "JSON decode error", type: "json_invalid" }])
      }
    },
  }
}
