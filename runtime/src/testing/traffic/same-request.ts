import { redacted } from "../../adapters/logger/secrets.ts"
import type { TransportRequest } from "../../ports/transport.ts"
import { isSameBytes } from "../same-bytes.ts"
import { bytesOf } from "./archived-bytes.ts"
import type { RecordedExchange } from "./recording.ts"

/** Whether method, path, query and body are those of a recorded request; what is hidden stands for anything. */
export function sameRequest(
  { method, url }: TransportRequest,
  body: Uint8Array | undefined,
  recorded: RecordedExchange["request"],
): boolean {
  const [asked, known] = [new URL(url), new URL(recorded.url)]
  return (
    method === recorded.method &&
    samePath(asked.pathname, known.pathname) &&
    sameQuery(asked.searchParams, known.searchParams) &&
    sameBody(body ?? new Uint8Array(), bytesOf(recorded.postData ?? {}))
  )
}

/** What looks like a secret is hidden in a path, too. */
function samePath(asked: string, known: string): boolean {
  const [given, kept] = [asked.split("/"), known.split("/")]
  return given.length === kept.length && kept.every((part, index) => part === redacted || part === given[index])
}

function sameQuery(asked: URLSearchParams, known: URLSearchParams): boolean {
  if (asked.size !== known.size) return false
  return [...new Set(known.keys())].every((name) => {
    const [given, kept] = [asked.getAll(name), known.getAll(name)]
    return given.length === kept.length && kept.every((value, index) => value === redacted || value === given[index])
  })
}

function sameBody(asked: Uint8Array, known: Uint8Array): boolean {
  if (isSameBytes(asked, known)) return true
  const [one, other] = [canonical(asked), canonical(known)]
  return one !== undefined && one === other
}

/** A JSON text whose members stand in the order of their names; `undefined` for what is no JSON. */
function canonical(bytes: Uint8Array): string | undefined {
  try {
    return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), (_, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
        : value,
    )
  } catch {
    return undefined
  }
}
