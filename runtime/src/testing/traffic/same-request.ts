import { redacted } from "../../adapters/logger/secrets.ts"
import { isRecord } from "../../codec/is-record.ts"
import type { TransportRequest } from "../../ports/transport.ts"
import { isSameBytes } from "../is-same-bytes.ts"
import { bytesOf } from "./archived-bytes.ts"
import { contentType } from "./content-type.ts"
import { hideFileName, hideSecrets, isForm, isSecretMember } from "./hide-secrets.ts"
import { mapParts } from "./map-parts.ts"
import type { RecordedExchange } from "./recording.ts"

/** Whether method, path, query and body are those of a recorded request; what is hidden stands for anything. */
export function sameRequest(
  { method, url, headers, secrets }: TransportRequest,
  body: Uint8Array | undefined,
  recorded: RecordedExchange["request"],
): boolean {
  const [asked, known] = [new URL(url), new URL(recorded.url)]
  return (
    method === recorded.method &&
    samePath(asked.pathname, known.pathname) &&
    sameQuery(asked.searchParams, known.searchParams) &&
    sameBody(
      { bytes: body ?? new Uint8Array(), mediaType: contentType(headers) },
      { bytes: bytesOf(recorded.postData ?? {}), mediaType: recorded.postData?.mimeType ?? "" },
      secrets?.names ?? [],
    )
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

interface Body {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

function sameBody(asked: Body, known: Body, names: readonly string[]): boolean {
  if (isSameBytes(asked.bytes, known.bytes) || textOf(known.bytes) === redacted) return true
  const [given, kept] = [partsOf(asked, names), partsOf(known, names)]
  if (given === undefined || kept === undefined)
    return sameText(textOf(asked.bytes), textOf(known.bytes), known.mediaType, names)
  return (
    given.size === kept.size &&
    [...kept].every(([head, { mediaType, contents }]) => {
      const others = given.get(head)?.contents ?? []
      return (
        others.length === contents.length &&
        contents.every((content, index) => sameText(others[index] as string, content, mediaType, names))
      )
    })
  )
}

interface SameHead {
  readonly mediaType: string
  readonly contents: string[]
}

/** The contents of a multipart body under the headers that they have: their order counts, that of the headers does not. */
function partsOf({ bytes, mediaType }: Body, names: readonly string[]): ReadonlyMap<string, SameHead> | undefined {
  const parts = new Map<string, SameHead>()
  const read = mapParts(textOf(bytes), mediaType, ({ head, name, mediaType: type, content }) => {
    const shown = isSecretMember(name, names) ? hideFileName(head) : head
    const same = parts.get(shown) ?? { mediaType: type, contents: [] }
    same.contents.push(content)
    parts.set(shown, same)
    return { head, content }
  })
  return read === undefined ? undefined : parts
}

/** A character for each byte, so that what is no UTF-8 stays apart. */
function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
}

function sameText(given: string, kept: string, mediaType: string, names: readonly string[]): boolean {
  if (given === kept || kept === redacted) return true
  if (isForm(mediaType)) return sameQuery(new URLSearchParams(given), new URLSearchParams(kept))
  const [one, other] = [jsonOf(given), jsonOf(kept)]
  if (one === undefined || other === undefined) return hideSecrets(given, mediaType, names) === kept
  return sameJson(one.value, other.value)
}

/** Members may stand in any order. */
function sameJson(asked: unknown, known: unknown): boolean {
  if (known === redacted || asked === known) return true
  if (Array.isArray(asked) && Array.isArray(known)) {
    return asked.length === known.length && known.every((item, index) => sameJson(asked[index], item))
  }
  if (!isRecord(asked) || !isRecord(known)) return false
  const names = Object.keys(known)
  return (
    names.length === Object.keys(asked).length &&
    names.every((name) => Object.hasOwn(asked, name) && sameJson(asked[name], known[name]))
  )
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
