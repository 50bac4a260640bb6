import { takeMember, type FieldItem, type InnerList } from "./field-member.ts"
import { parseMembers } from "./parse-members.ts"

/** Reads a list (RFC 9651, sections 3.1 and 4.2.1); `undefined` if the text is none. Never throws. */
export function parseList(field: string): readonly (FieldItem | InnerList)[] | undefined {
  const members: (FieldItem | InnerList)[] = []
  const isList = parseMembers(field, (text) => {
    const member = takeMember(text)
    return member !== undefined && members.push(member) > 0
  })
  return isList ? members : undefined
}
