import type { IncomingMessage, ServerResponse } from "node:http"

interface Picture {
  readonly id: string
  readonly title: string
  readonly bytes: number
}

/** The service of the page, as small as it can be: a middleware for everything below `/api`, with a state of its own. */
export function serveStudio(): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const pictures = Array.from({ length: 7 }, (_, index) => ({ id: `p${index}`, title: `Picture ${index}`, bytes: 100 }))
  const percents = new Map<string, number>()
  return (request, response, next) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1")
    const [, section, kind, id] = pathname.split("/")
    if (section !== "api") next()
    else if (kind === "stories") void tell(request, response)
    else if (kind === "renderings") answer(response, advance(percents, id ?? ""))
    else if (pathname.endsWith("/renderings")) answer(response, { rendering: begin(percents) })
    else if (request.method === "POST") void keep(request, response, pictures)
    else answer(response, pageOf(pictures, searchParams.get("after")))
  }
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function tell(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { about } = JSON.parse((await bodyOf(request)).toString()) as { readonly about: string }
  response.writeHead(200, { "content-type": "text/event-stream" })
  for (const word of `Once upon a time there was ${about}.`.split(" "))
    response.write(`data: ${JSON.stringify({ word })}\n\n`)
  response.end("data: [END]\n\n")
}

/** Three after the one that the page before ended with. */
function pageOf(pictures: readonly Picture[], after: string | null): { pictures: readonly Picture[]; next?: string } {
  const from = pictures.findIndex(({ id }) => id === after) + 1
  const page = pictures.slice(from, from + 3)
  const last = page.at(-1)
  return { pictures: page, ...(last && from + 3 < pictures.length && { next: last.id }) }
}

async function keep(request: IncomingMessage, response: ServerResponse, pictures: Picture[]): Promise<void> {
  const headers = { "content-type": request.headers["content-type"] ?? "" }
  const form = await new Response(new Uint8Array(await bodyOf(request)), { headers }).formData()
  const file = form.get("picture") as File
  const picture = { id: `p${pictures.length}`, title: form.get("title") as string, bytes: file.size }
  pictures.push(picture)
  answer(response, picture)
}

function begin(percents: Map<string, number>): string {
  const id = `r${percents.size}`
  percents.set(id, 0)
  return id
}

/** A third further each time that somebody asks. */
function advance(percents: Map<string, number>, id: string): object {
  const percent = (percents.get(id) ?? 0) + 34
  percents.set(id, percent)
  return percent < 100 ? { state: "rendering", percent } : { state: "done", size: "640x480" }
}
