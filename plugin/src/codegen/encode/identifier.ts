const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield " +
    "NaN Infinity globalThis"
  ).split(" "),
)

const refused = new Set(["__proto__", "prototype", "then"])

/** Whether `name` can be declared as it is in an ES module. */
export function isDeclarable(name: string): boolean {
  return isIdentifierName(name) && !reserved.has(name)
}

/** Whether `name` can stand after a dot or in an export list; reserved words can. */
export function isIdentifierName(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name)
}

/**
 * Returns `name` when it may be exported, and throws otherwise. Names come checked from the API model; this is the
 * second lock, because an unchecked one would be code.
 */
export function encodeIdentifier(name: string): string {
  if (!isIdentifierName(name) || refused.has(name)) {
    throw new TypeError(`${JSON.stringify(name)} cannot be exported from a module`)
  }
  return name
}
