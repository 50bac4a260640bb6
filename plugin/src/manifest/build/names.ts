/**
 * Words of a name: `list_pets`, `listPets`, `list-pets` and `ListPets` all give `list`, `pets`. Runs of capitals stay one
 * word, digits belong to the word before them.
 */
export function splitWords(name: string): readonly string[] {
  return (
    name.match(/\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+\p{N}*|\p{Lu}\p{N}*|\p{N}+\p{Ll}*/gu) ?? []
  )
}

/** `list_pets` → `listPets`. */
export function toCamelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word.toLowerCase() : capitalise(word.toLowerCase()))).join("")
}

/** `list_pets` → `ListPets`; capitals within words are kept. */
export function toPascalCase(words: readonly string[]): string {
  return words.map(capitalise).join("")
}

/** First letter in upper case: `petsGet` → `PetsGet`. */
export function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Whether a text is a JavaScript identifier, reserved or not. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
}

/** Names that JavaScript looks at by itself: as a property of a module or object they would change its meaning. */
export function isDangerousName(name: string): boolean {
  return ["__proto__", "constructor", "prototype", "then"].includes(name)
}

/** English singular of a word, near enough to find `session` in `sessions` and `entry` in `entries`. */
export function toSingular(word: string): string {
  const lower = word.toLowerCase()
  if (lower.length > 3 && lower.endsWith("ies")) return `${lower.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|z)es$/.test(lower)) return lower.slice(0, -2)
  return lower.length > 2 && /[^su]s$/.test(lower) ? lower.slice(0, -1) : lower
}
