import type { Place } from "./place.ts"

type Offsets = readonly [start: number, end: number]

/**
 * Places in a JSON text that is known to be valid. What stands inside an object or a list is looked at when somebody asks
 * for it: most of a large document is only ever stepped over. Of members with one name the last counts.
 */
export function jsonPlace(text: string): Place {
  return new JsonPlace(text, [skipSpace(text, 0), text.trimEnd().length])
}

class JsonPlace implements Place {
  readonly #text: string
  readonly value: Offsets
  readonly key?: Offsets
  #members: ReadonlyMap<string, Place> | undefined
  #items: readonly Place[] | undefined

  constructor(text: string, value: Offsets, key?: Offsets) {
    this.#text = text
    this.value = value
    if (key) this.key = key
  }

  get members(): ReadonlyMap<string, Place> | undefined {
    if (!this.#opensWith("{")) return undefined
    return (this.#members ??= new Map(this.#readMembers()))
  }

  get items(): readonly Place[] | undefined {
    if (!this.#opensWith("[")) return undefined
    return (this.#items ??= [...this.#readItems()])
  }

  #opensWith(bracket: string): boolean {
    return this.#text[this.value[0]] === bracket
  }

  *#readMembers(): Generator<[name: string, place: Place]> {
    const text = this.#text
    for (let at = skipSpace(text, this.value[0] + 1); text[at] !== "}"; at = skipComma(text, at)) {
      const end = endOfString(text, at)
      const start = skipSpace(text, skipSpace(text, end) + 1)
      const value = [start, endOfValue(text, start)] as const
      yield [JSON.parse(text.slice(at, end)) as string, new JsonPlace(text, value, [at, end])]
      at = value[1]
    }
  }

  *#readItems(): Generator<Place> {
    const text = this.#text
    for (let at = skipSpace(text, this.value[0] + 1); text[at] !== "]"; at = skipComma(text, at)) {
      const value = [at, endOfValue(text, at)] as const
      yield new JsonPlace(text, value)
      at = value[1]
    }
  }
}

/** The first offset behind a value, which begins at `start`. */
function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first === quote) return endOfString(text, start)
  if (!isOpening(first)) {
    let at = start
    while (at < text.length && !isDelimiter(text.charCodeAt(at))) at += 1
    return at
  }
  let depth = 0
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at) - 1
    else if (isOpening(code)) depth += 1
    else if (isClosing(code) && --depth === 0) return at + 1
  }
}

/** The first offset behind a string, which begins at `start`. */
export function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let escapes = at
    while (text.charCodeAt(escapes - 1) === backslash) escapes -= 1
    if ((at - escapes) % 2 === 0) return at + 1
  }
}

function skipComma(text: string, at: number): number {
  const next = skipSpace(text, at)
  return text[next] === "," ? skipSpace(text, next + 1) : next
}

/** The first offset from `start` on that is no white space. */
export function skipSpace(text: string, start: number): number {
  let at = start
  while (isSpace(text.charCodeAt(at))) at += 1
  return at
}

const quote = 0x22
const backslash = 0x5c

function isOpening(code: number): boolean {
  return code === 0x7b || code === 0x5b
}

function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

function isDelimiter(code: number): boolean {
  return code === 0x2c || isClosing(code) || isSpace(code)
}
