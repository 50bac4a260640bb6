import { kindOf } from "./kind-of.ts"

/** Bytes and buffers as bytes of this realm, without a copy; `undefined` for all else. */
export function toBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value
  const kind = kindOf(value)
  if (kind === "ArrayBuffer") return new Uint8Array(value as ArrayBuffer)
  if (kind !== "Uint8Array" || !ArrayBuffer.isView(value)) return undefined
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
}
