import type { Random } from "../../ports/random.ts"

/** A piece of a pattern that can write itself. */
type Piece = (random: Random) => string

/** Most repetitions beyond the least that an open quantifier gets. */
const extra = 3
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
const classes: Readonly<Record<string, readonly string[]>> = {
  d: Array.from("0123456789"),
  w: Array.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"),
  s: [" "],
}

/**
 * Text that fits a regular expression and two lengths: literals, classes, groups, alternatives and quantifiers are
 * understood; what is written is checked, and tried again where chance went wrong.
 *
 * @throws TypeError where the pattern is beyond that, such as one that looks ahead.
 */
export function samplePattern(pattern: string, random: Random, minLength: number, maxLength: number): string {
  const check = new RegExp(pattern, "u")
  const piece = parsePattern(pattern)
  for (let attempt = 0; piece && attempt < 200; attempt += 1) {
    let text = piece(random)
    // A pattern without anchors takes more on either side.
    while (text.length < minLength && check.test(`${text}x`)) text += "x"
    if (check.test(text) && text.length >= minLength && text.length <= maxLength) return text
  }
  throw new TypeError(`No text for the pattern ${pattern}`)
}

/** `undefined`: something in it is not understood. */
function parsePattern(pattern: string): Piece | undefined {
  const characters = Array.from(pattern)
  let at = 0
  let understood = true as boolean

  const alternatives = (): Piece => {
    const choices = [sequence()]
    while (characters[at] === "|") {
      at += 1
      choices.push(sequence())
    }
    return (random) => pick(choices, random)(random)
  }

  const sequence = (): Piece => {
    const pieces: Piece[] = []
    while (at < characters.length && characters[at] !== "|" && characters[at] !== ")") pieces.push(quantified(atom()))
    return (random) => pieces.map((piece) => piece(random)).join("")
  }

  const atom = (): Piece => {
    const character = characters[at++] ?? ""
    switch (character) {
      case "^":
      case "$":
        return () => ""
      case ".":
        return oneOf(printable)
      case "(":
        return group()
      case "[":
        return oneOf(set())
      case "\\":
        return escaped()
      default:
        return () => character
    }
  }

  const group = (): Piece => {
    const rest = characters.slice(at).join("")
    const head = /^\?(?::|<[A-Za-z]\w*>)/.exec(rest)?.[0]
    if (head !== undefined) at += head.length
    else if (rest.startsWith("?")) understood = false
    const inside = alternatives()
    at += 1
    return inside
  }

  const escaped = (): Piece => {
    const character = characters[at++] ?? ""
    if (character in classes) return oneOf(classes[character] ?? [])
    if (character === "D" || character === "W" || character === "S")
      return oneOf(without(classes[character.toLowerCase()] ?? []))
    if (/[bBkpPxu1-9c]/.test(character)) understood = false
    const control = { n: "\n", t: "\t", r: "\r" }[character] ?? character
    return () => control
  }

  const set = (): readonly string[] => {
    const negated = characters[at] === "^"
    if (negated) at += 1
    const members: string[] = []
    while (at < characters.length && characters[at] !== "]") {
      let character = characters[at++] ?? ""
      if (character === "\\") {
        character = characters[at++] ?? ""
        const whole = classes[character]
        if (whole) {
          members.push(...whole)
          continue
        }
        if (/[DWSpPxub]/.test(character)) understood = false
      }
      if (characters[at] === "-" && characters[at + 1] !== "]") {
        at += 1
        if (characters[at] === "\\") at += 1
        const last = (characters[at++] ?? "").codePointAt(0) ?? 0
        for (let code = character.codePointAt(0) ?? 0; code <= last && members.length < 500; code += 1) {
          members.push(String.fromCodePoint(code))
        }
      } else members.push(character)
    }
    at += 1
    return negated ? without(members) : members
  }

  const quantified = (piece: Piece): Piece => {
    const [whole, symbol, least, comma, most] =
      /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(characters.slice(at, at + 16).join("")) ?? []
    if (whole === undefined) return piece
    at += whole.length
    const low = symbol === undefined ? Number(least) : symbol === "+" ? 1 : 0
    const open = symbol === "*" || symbol === "+" || (comma !== undefined && most === "")
    const high = open ? low + extra : symbol === "?" ? 1 : comma === undefined ? low : Number(most)
    return (random) => {
      const count = low + Math.floor(random() * (Math.min(high, low + extra) - low + 1))
      return Array.from({ length: count }, () => piece(random)).join("")
    }
  }

  const piece = alternatives()
  return understood && at >= characters.length ? piece : undefined
}

function oneOf(characters: readonly string[]): Piece {
  return (random) => pick(characters, random)
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item
}

function without(characters: readonly string[]): readonly string[] {
  return printable.filter((character) => !characters.includes(character))
}
