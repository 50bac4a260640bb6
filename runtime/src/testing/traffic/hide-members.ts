import { redacted } from "../../adapters/logger/secrets.ts"

/**
 * A string, whole or cut off; nothing within one is taken for a member. JSON has no raw line break in one, so that a stray
 * quote ends with its line. The loop is over a character class only, so a text of any length fits the stack.
 */
const string = /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*(?:"|\\?$|(?=[\r\n]))/y
const colon = /\s*:\s*/y
/** Numbers, words and whatever else stands for a value. */
const plain = /[^\s"{}[\],]+/y

/**
 * JSON text, or text with JSON in it, with the values of secret members hidden; `null` stays. Everything else stays as it
 * was written, and nothing needs to be whole.
 *
 * @param isSecret by a member's name, and whether its value is an object or a list.
 */
export function hideMembers(text: string, isSecret: (name: string, isContainer: boolean) => boolean): string {
  let shown = ""
  let from = 0
  let at = text.indexOf('"')
  while (at !== -1) {
    const nameEnd = endOf(string, text, at)
    const start = endOf(colon, text, nameEnd)
    const isMember = start > nameEnd && start < text.length
    if (isMember && isSecret(memberOf(text.slice(at, nameEnd)), "{[".includes(text.charAt(start)))) {
      const end = endOfValue(text, start)
      const value = text.slice(start, end)
      shown += text.slice(from, start) + (value === "" || value === "null" ? value : `"${redacted}"`)
      from = end
      at = text.indexOf('"', end)
    } else at = text.indexOf('"', start)
  }
  return shown + text.slice(from)
}

/** Where a match that begins here ends; here, where nothing does. */
function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : from
}

/** Where a value ends that begins here: an object or a list with all that is in it. */
function endOfValue(text: string, start: number): number {
  if (text.charAt(start) === '"') return endOf(string, text, start)
  if (!"{[".includes(text.charAt(start))) return endOf(plain, text, start)
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') at = endOf(string, text, at) - 1
    else if ("{[".includes(character)) depth += 1
    else if ("}]".includes(character) && (depth -= 1) === 0) return at + 1
  }
  return text.length
}

/** A member's name without its escapes. */
function memberOf(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    return literal
  }
}
