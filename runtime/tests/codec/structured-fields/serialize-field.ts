import type { BareItem } from "../../../src/codec/structured-fields/bare-item.ts"
import type { FieldItem, FieldParameters, InnerList } from "../../../src/codec/structured-fields/field-member.ts"

/** The canonical text of a list (RFC 9651, section 4.1): what a parser is checked against. */
export function serializeList(members: readonly (FieldItem | InnerList)[]): string {
  return members.map(member).join(", ")
}

/** The canonical text of a dictionary. */
export function serializeDictionary(members: ReadonlyMap<string, FieldItem | InnerList>): string {
  return Array.from(members, ([key, value]) => {
    if (!("item" in value) || value.item.type !== "boolean" || !value.item.value) return `${key}=${member(value)}`
    return key + parameters(value.parameters)
  }).join(", ")
}

function member(given: FieldItem | InnerList): string {
  const text = "item" in given ? bare(given.item) : `(${given.items.map(member).join(" ")})`
  return text + parameters(given.parameters)
}

function parameters(given: FieldParameters): string {
  return Array.from(
    given,
    ([key, value]) => `;${key}${value.type === "boolean" && value.value ? "" : `=${bare(value)}`}`,
  ).join("")
}

function bare(item: BareItem): string {
  switch (item.type) {
    case "integer":
      return String(item.value)
    case "decimal":
      return Number.isInteger(item.value) ? `${item.value}.0` : String(item.value)
    case "string":
      return `"${item.value.replaceAll(/["\\]/g, "\\$&")}"`
    case "token":
      return item.value
    case "bytes":
      return `:${Buffer.from(item.value).toString("base64")}:`
    case "boolean":
      return item.value ? "?1" : "?0"
    case "date":
      return `@${item.value}`
    case "display":
      return `%"${Array.from(Buffer.from(item.value, "utf8"), displayed).join("")}"`
  }
}

function displayed(byte: number): string {
  const asItIs = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x25
  return asItIs ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, "0")}`
}
