/** A bare item of a structured field, as far as lists of quotas use them. */
export type BareItem = string | number | boolean

export interface FieldItem {
  /** A string's text or a token's name, a number or a boolean. */
  readonly value: BareItem
  readonly parameters: ReadonlyMap<string, BareItem>
}

const spaces = /^[ \t]*/
const string = /^"((?:[ !#-[\]-~]|\\["\\])*)"/
const token = /^[A-Za-z*][!#$%&'*+.^_`|~\w:/-]*/
const number = /^-?(?:\d{1,12}\.\d{1,3}|\d{1,15})(?![\d.])/
const boolean = /^\?([01])/
const key = /^[a-z*][a-z\d_.*-]*/

/**
 * A list of items with parameters (RFC 9651, sections 3.1 and 4.2.1), or `undefined` if the text is none. Inner lists,
 * byte sequences, dates and display strings make it none: no field that is read here has them.
 */
export function parseItemList(text: string): readonly FieldItem[] | undefined {
  const reader = new Reader(text)
  const items: FieldItem[] = []
  reader.skip()
  while (!reader.isDone()) {
    const item = readItem(reader)
    if (item === undefined) return undefined
    items.push(item)
    reader.skip()
    if (reader.isDone()) return items
    if (!reader.take(",")) return undefined
    reader.skip()
    // Nothing may follow a comma but an item.
    if (reader.isDone()) return undefined
  }
  return items
}

class Reader {
  #rest: string

  constructor(text: string) {
    this.#rest = text
  }

  isDone(): boolean {
    return this.#rest === ""
  }

  skip(): void {
    this.match(spaces)
  }

  take(character: string): boolean {
    if (!this.#rest.startsWith(character)) return false
    this.#rest = this.#rest.slice(character.length)
    return true
  }

  match(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.#rest) ?? undefined
    if (found !== undefined) this.#rest = this.#rest.slice(found[0].length)
    return found
  }
}

function readItem(reader: Reader): FieldItem | undefined {
  const value = readBare(reader)
  if (value === undefined) return undefined
  const parameters = new Map<string, BareItem>()
  while (reader.take(";")) {
    reader.skip()
    const name = reader.match(key)?.[0]
    if (name === undefined) return undefined
    const parameter = reader.take("=") ? readBare(reader) : true
    if (parameter === undefined) return undefined
    parameters.set(name, parameter)
  }
  return { value, parameters }
}

function readBare(reader: Reader): BareItem | undefined {
  const text = reader.match(string)?.[1]
  if (text !== undefined) return text.replaceAll(/\\(["\\])/g, "$1")
  const name = reader.match(token)?.[0]
  if (name !== undefined) return name
  const digits = reader.match(number)?.[0]
  if (digits !== undefined) return Number(digits)
  const flag = reader.match(boolean)?.[1]
  return flag === undefined ? undefined : flag === "1"
}
