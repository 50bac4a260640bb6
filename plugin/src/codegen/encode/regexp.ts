import { encodeString } from "./string.ts"

/**
 * Encodes a pattern as an expression that makes the `RegExp`. Unicode mode as JSON Schema asks; a pattern that only
 * compiles without it (`\-`, an unescaped `{`) is used without it. Throws a `SyntaxError` on one that does neither.
 */
export function encodeRegExp(pattern: string): string {
  return `new RegExp(${encodeString(pattern)}, ${encodeString(flagsOf(pattern))})`
}

function flagsOf(pattern: string): "u" | "" {
  try {
    new RegExp(pattern, "u")
    return "u"
  } catch {
    new RegExp(pattern)
    return ""
  }
}
