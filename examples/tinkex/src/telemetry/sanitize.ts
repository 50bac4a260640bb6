/** What looks like a credential: keys of Tinker and of Hugging Face, web tokens, the usual headers. */
const secrets = /\b(?:tml-|hf_|eyJ)[\w.~+/=-]+|\b(?:Bearer|Basic)\s+[\w.~+/=-]+/g
/** Names under which a text is taken for one. */
const secretNames = /api[_-]?key|secret|passw|authorization|cookie|credential|token$/i

const deepest = 8
const longest = 4096

/** A text of at most 4,096 characters in which nothing looks like a credential. */
export function sanitizeText(text: string): string {
  return text.slice(0, longest).replace(secrets, "***")
}

/**
 * A value as JSON may hold it, without what looks like a credential. What JSON has no word for becomes text; what lies deeper
 * than eight levels is left out.
 */
export function sanitize(value: unknown, depth = 0): unknown {
  if (value === null || typeof value === "boolean") return value
  if (typeof value === "string") return sanitizeText(value)
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (typeof value === "bigint" || typeof value === "symbol") return String(value)
  if (typeof value !== "object") return null
  if (depth === deepest) return "…"
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString()
  if (value instanceof Error) return { name: value.name, message: sanitizeText(value.message) }
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`
  if (Array.isArray(value)) return value.map((item: unknown) => sanitize(item, depth + 1))
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && typeof item !== "function")
  return Object.fromEntries(
    entries.map(([name, item]) => [
      sanitizeText(name),
      typeof item === "string" && secretNames.test(name) ? "***" : sanitize(item, depth + 1),
    ]),
  )
}
