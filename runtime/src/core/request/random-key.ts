/** A version 4 UUID from the platform's cryptographic source. */
export function randomKey(): string {
  const { crypto } = globalThis
  // Pages that were not loaded securely have no `randomUUID`, whatever the type says.
  if (typeof (crypto.randomUUID as unknown) === "function") return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}
