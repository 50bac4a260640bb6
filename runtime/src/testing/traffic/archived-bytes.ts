import { base64 } from "../../codec/base64.ts"

/** Bytes as an HTTP Archive holds them: as text where they are UTF-8, as base64 where they are not. */
export interface ArchivedBytes {
  readonly text?: string
  readonly encoding?: "base64"
}

export function archiveBytes(bytes: Uint8Array): ArchivedBytes {
  if (bytes.byteLength === 0) return {}
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { text: base64.encode(bytes), encoding: "base64" }
  }
}

export function bytesOf({ text = "", encoding }: ArchivedBytes): Uint8Array {
  return encoding === "base64" ? (base64.decode(text) as Uint8Array) : new TextEncoder().encode(text)
}
