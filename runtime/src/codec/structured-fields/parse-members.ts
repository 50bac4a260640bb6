import { FieldText } from "./field-text.ts"

/**
 * Reads members between commas (RFC 9651, sections 4.2.1 and 4.2.2). Nothing but a member may follow a comma.
 *
 * @param take Takes one member; `false` if the text goes on with something else.
 * @returns Whether all of the text was read.
 */
export function parseMembers(field: string, take: (text: FieldText) => boolean): boolean {
  const text = new FieldText(field)
  text.skip("spaces")
  if (text.isDone()) return true
  for (;;) {
    if (!take(text)) return false
    text.skip("blanks")
    if (text.isDone()) return true
    if (!text.take(",")) return false
    text.skip("blanks")
  }
}
