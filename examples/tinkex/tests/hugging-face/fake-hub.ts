import { createServer, type IncomingMessage } from "node:http"
import { buffer, json } from "node:stream/consumers"
import type { Resources } from "../checkpoint-files/temporary-folder.ts"

export interface HubRequest {
  /** Method and path with its query. */
  readonly line: string
  readonly authorization: string | undefined
  /** `Content-Length`. */
  readonly length: string | undefined
  readonly body: unknown
}

export interface FakeHub {
  readonly url: string
  readonly requests: readonly HubRequest[]
  /** Bodies of the requests whose line is this one. */
  sent(line: string): readonly unknown[]
}

export interface FakeHubOptions {
  /** Statuses in place of the usual ones, by the beginning of a request's line. */
  readonly statuses?: Readonly<Record<string, number>>
  /** The README of the repository. */
  readonly readme?: string
  /** Told of each request before it is answered. */
  readonly onRequest?: (line: string) => void
  /** Bytes of a part, for an upload in parts. */
  readonly partBytes?: number
}

/** The part of the Hugging Face Hub's API that pushes a model, on the loopback. Everything `.safetensors` is a large file. */
export async function startFakeHub(resources: Resources, options: FakeHubOptions = {}): Promise<FakeHub> {
  const requests: HubRequest[] = []
  const answer = (
    line: string,
    body: unknown,
  ): { status?: number; headers?: Record<string, string>; body?: unknown } => {
    const [, status] = Object.entries(options.statuses ?? {}).find(([start]) => line.startsWith(start)) ?? []
    if (status !== undefined) return { status, body: { error: `refused, as told` } }
    if (line.startsWith("GET /api/whoami-v2")) return { body: { type: "user", name: "coder", auth: { type: "token" } } }
    if (line.startsWith("GET ")) return options.readme === undefined ? { status: 404 } : { body: options.readme }
    if (line.includes("/preupload/")) return { body: { files: uploadModes(body) } }
    if (line.endsWith("/info/lfs/objects/batch")) return { body: { objects: actions(url, body, options.partBytes) } }
    if (line.startsWith("PUT ")) return { headers: { ETag: '"part"' } }
    if (line.includes("/commit/")) {
      const pullRequest = line.endsWith("?create_pr=1") && { pullRequestUrl: `${url}/coder/adapter/discussions/1` }
      return { body: { commitOid: "c0ffee", commitUrl: url, success: true, ...pullRequest } }
    }
    return { body: { url } }
  }
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const line = `${request.method} ${request.url}`
      const { authorization, "content-length": length } = request.headers
      requests.push({ line, authorization, length, body })
      options.onRequest?.(line)
      const { status = 200, headers = {}, body: answered = {} } = answer(line, body)
      const isText = typeof answered === "string"
      response.writeHead(status, { "Content-Type": isText ? "text/plain" : "application/json", ...headers })
      response.end(isText ? answered : JSON.stringify(answered))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  resources.defer(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
  return { url, requests, sent: (line) => requests.filter((each) => each.line === line).map(({ body }) => body) }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers["content-type"] ?? ""
  if (/\bjson$/.test(type) && !type.includes("ndjson")) return json(request)
  const whole = await buffer(request)
  return type.includes("ndjson")
    ? whole
        .toString()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown)
    : whole.length
}

function uploadModes(body: unknown): unknown {
  const { files } = body as { files: readonly { path: string }[] }
  return files.map(({ path }) => ({ path, uploadMode: path.endsWith(".safetensors") ? "lfs" : "regular" }))
}

function actions(url: string, body: unknown, partBytes: number | undefined): unknown {
  const { objects } = body as { objects: readonly { oid: string; size: number }[] }
  return objects.map(({ oid, size }) => {
    const storage = `${url}/storage/${oid}?signature=secret`
    if (partBytes === undefined) return { oid, size, actions: { upload: { href: storage } } }
    const parts = Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => index + 1)
    const header = Object.fromEntries(parts.map((part) => [String(part).padStart(5, "0"), `${storage}&part=${part}`]))
    const href = `${url}/complete`
    return { oid, size, actions: { upload: { href, header: { ...header, chunk_size: String(partBytes) } } } }
  })
}
