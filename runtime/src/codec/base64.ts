/** Most arguments that `String.fromCharCode` is called with at once. */
const chunkSize = 0x8000

/** Bytes that travel as base64 text. */
export const base64: {
  /** Standard alphabet, padded. */
  encode(bytes: Uint8Array): string
  /** Either alphabet, padding optional. What is no text stays as it is. Throws a `TypeError` on text that is no base64. */
  decode(text: unknown): unknown
} = { encode, decode }

function encode(bytes: Uint8Array): string {
  const native = (bytes as { toBase64?: () => string }).toBase64
  if (native) return native.call(bytes)
  let binary = ""
  for (let start = 0; start < bytes.length; start += chunkSize) {
    binary += String.fromCharCode(...bytes.subarray(start, start + chunkSize))
  }
  return btoa(binary)
}

function decode(text: unknown): unknown {
  if (typeof text !== "string") return text
  let binary: string
  try {
    binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  } catch {
    throw new TypeError("Text is not base64")
  }
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}
