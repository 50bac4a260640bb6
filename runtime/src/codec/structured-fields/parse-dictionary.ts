import { takeKey, takeMember, takeParameters, type FieldItem, type InnerList } from "./field-member.ts"
import type { FieldText } from "./field-text.ts"
import { parseMembers } from "./parse-members.ts"

/**
 * Reads a dictionary (RFC 9651, sections 3.2 and 4.2.2); `undefined` if the text is none. A member without a value is
 * true; of members with the same key the last counts. Never throws.
 */
export function parseDictionary(field: string): ReadonlyMap<string, FieldItem | InnerList> | undefined {
  const members = new Map<string, FieldItem | InnerList>()
  const isDictionary = parseMembers(field, (text) => {
    const key = takeKey(text)
    const member = key === undefined ? undefined : text.take("=") ? takeMember(text) : takeTrue(text)
    return key !== undefined && member !== undefined && members.set(key, member).size > 0
  })
  return isDictionary ? members : undefined
}

function takeTrue(text: FieldText): FieldItem | undefined {
  const parameters = takeParameters(text)
  return parameters && { item: { type: "boolean", value: true }, parameters }
}
