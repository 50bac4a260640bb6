import { redacted } from "../../adapters/logger/secrets.ts"

/** A string, whole or cut off with the text; nothing within one is taken for a member. */
const string = /"(?:[^"\\]|\\[^])*(?:"|\\?$)/y
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

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : from
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  let at = start
  do {
    const character = text.charAt(at)
    const isOpening = "{[".includes(character)
    if (character === '"') at = endOf(string, text, at)
    else if (depth === 0 && !isOpening) return endOf(plain, text, at)
    else {
      if (isOpening) depth += 1
      else if ("}]".includes(character)) depth -= 1
      at += 1
    }
  } while (depth > 0 && at < text.length)
  return at
}

/** A member's name without its escapes. */
function memberOf(literal: string): string {
  try {
    return JSON.parse(literal) as string
  } catch {
    return literal
  }
}
