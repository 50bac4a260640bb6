/** How variables of the environment are read. `undefined` means that the text is not of the form. */

const booleans: Readonly<Record<string, boolean>> = {
  "1": true,
  true: true,
  yes: true,
  on: true,
  "0": false,
  false: false,
  no: false,
  off: false,
}

/** In any case. */
export function readBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase()
  return Object.hasOwn(booleans, word) ? booleans[word] : undefined
}

/** Comma-separated; blanks are dropped. */
export function readList(text: string): readonly string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
}

/** A JSON object of texts and numbers; what is null is left out. */
export function readRecord(text: string): Readonly<Record<string, string>> | undefined {
  const value = parse(text)
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
  return record(Object.entries(value).filter(([, item]) => item !== null))
}

/** A JSON object, or an array of `[name, value]`. */
export function readHeaders(text: string): Readonly<Record<string, string>> | undefined {
  const value = parse(text)
  if (!Array.isArray(value)) return readRecord(text)
  const pairs: unknown[] = value
  return pairs.every(isPair) ? record(pairs) : undefined
}

function isPair(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string"
}

function record(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, string>> | undefined {
  const known = entries.every(([, item]) => typeof item === "string" || typeof item === "number")
  return known ? Object.fromEntries(entries.map(([name, item]) => [name, String(item)])) : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: told like every other text that is not of the form.
    return undefined
  }
}
