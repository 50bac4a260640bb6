import { redacted } from "../../adapters/logger/secrets.ts"
import type { TransportRequest } from "../../ports/transport.ts"
import { isSameBytes } from "../same-bytes.ts"
import { bytesOf } from "./archived-bytes.ts"
import { hideSecrets, isForm } from "./hide-secrets.ts"
import { multipartText } from "./multipart-text.ts"
import type { RecordedExchange } from "./recording.ts"

/** Whether method, path, query and body are those of a recorded request; what is hidden stands for anything. */
export function sameRequest(
  { method, url, headers }: TransportRequest,
  body: Uint8Array | undefined,
  recorded: RecordedExchange["request"],
): boolean {
  const [asked, known] = [new URL(url), new URL(recorded.url)]
  return (
    method === recorded.method &&
    samePath(asked.pathname, known.pathname) &&
    sameQuery(asked.searchParams, known.searchParams) &&
    sameBody(body ?? new Uint8Array(), bytesOf(recorded.postData ?? {}), {
      asked: headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? "",
      known: recorded.postData?.mimeType ?? "",
    })
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

function sameBody(
  asked: Uint8Array,
  known: Uint8Array,
  types: { readonly asked: string; readonly known: string },
): boolean {
  if (isSameBytes(asked, known)) return true
  const parts = multipartText(known, types.known)
  if (parts !== undefined) return parts === multipartText(asked, types.asked)
  const mimeType = types.known
  const [given, kept] = [asked, known].map((bytes) => new TextDecoder().decode(bytes)) as [string, string]
  if (isForm(mimeType)) return sameQuery(new URLSearchParams(given), new URLSearchParams(kept))
  const [one, other] = [jsonOf(given), jsonOf(kept)]
  if (one === undefined || other === undefined) return hideSecrets(given, mimeType) === kept
  return sameJson(one.value, other.value)
}

/** Members may stand in any order. */
function sameJson(asked: unknown, known: unknown): boolean {
  if (known === redacted || asked === known) return true
  if (Array.isArray(asked) && Array.isArray(known)) {
    return asked.length === known.length && known.every((item, index) => sameJson(asked[index], item))
  }
  if (!isObject(asked) || !isObject(known)) return false
  const names = Object.keys(known)
  return (
    names.length === Object.keys(asked).length &&
    names.every((name) => Object.hasOwn(asked, name) && sameJson(asked[name], known[name]))
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
