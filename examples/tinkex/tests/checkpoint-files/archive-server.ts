import type { TransportRequest } from "pristine-runtime"
import type { FakeAnswer } from "pristine-runtime/testing"
import type { Handler } from "../fake-tinker.ts"

/** How the file's server behaves for one request. */
export interface Behaviour {
  /** Ends the connection after so many bytes of the answer. */
  readonly cutAfter?: number
  readonly etag?: string
  readonly status?: number
  readonly location?: string
}

export const archiveRoute = "training_runs/run-1/checkpoints/weights/0001/archive"

/** The API's word on where the archive is, and the archive's server; behaviours by request, the last one for all others. */
export function archiveServer(content: Uint8Array, ...behaviours: readonly Behaviour[]): Record<string, Handler> {
  return {
    [archiveRoute]: (_, nth) => ({ status: 302, headers: { location: `https://files.test/archive?signature=${nth}` } }),
    "/archive": (_, nth, request) => serve(content, request, behaviours[Math.min(nth, behaviours.length - 1)] ?? {}),
  }
}

function serve(content: Uint8Array, request: TransportRequest, behaviour: Behaviour): FakeAnswer {
  const { cutAfter, etag = '"one"', status, location } = behaviour
  if (status !== undefined) return { status, ...(location !== undefined && { headers: { location } }) }
  const asked = new Headers(request.headers.map(([name, value]): [string, string] => [name, value]))
  const start = Number(/^bytes=(\d+)-$/.exec(asked.get("range") ?? "")?.[1] ?? 0)
  const resumes = asked.has("range") && asked.get("if-range") === etag
  if (resumes && start >= content.length) return { status: 416 }
  const part = resumes ? content.subarray(start) : content
  const range = `bytes ${start}-${content.length - 1}/${content.length}`
  return {
    status: resumes ? 206 : 200,
    headers: { etag, "content-length": String(part.length), ...(resumes && { "content-range": range }) },
    body: chunks(part, cutAfter),
  }
}

async function* chunks(part: Uint8Array, cutAfter = Infinity): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < part.length; at += 1000) {
    if (at >= cutAfter) return
    yield await Promise.resolve(part.subarray(at, at + 1000))
  }
}
