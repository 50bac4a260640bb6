/**
 * True if a secret can be read from a value by what logs do: its JSON form, its text, and every member that can be
 * enumerated, ten levels deep, with the message, stack and cause of errors.
 */
export function showsSecret(value: unknown, secret: string): boolean {
  const seen = new Set<unknown>()
  const shows = (part: unknown, depth: number): boolean => {
    if (typeof part === "string") return part.includes(secret)
    if (typeof part !== "object" || part === null || depth > 10 || seen.has(part)) return false
    seen.add(part)
    const own: unknown[] = Object.values(part)
    if (part instanceof Error) own.push(part.message, part.stack, part.cause)
    if ("toJSON" in part && typeof part.toJSON === "function") own.push((part as { toJSON(): unknown }).toJSON())
    return own.some((member) => shows(member, depth + 1))
  }
  return shows(value, 0)
}
