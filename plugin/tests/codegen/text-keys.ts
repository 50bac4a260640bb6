import { acceptsValue, nearestOption } from "../../src/manifest/check/accepts-value.ts"
import type { KeyType, SpecName } from "../../src/manifest/vocabulary/key-type.ts"
import { vocabulary } from "../../src/manifest/vocabulary/vocabulary.ts"

/** Whether anybody may write what he likes there, rather than a number or one of a few words. */
export function takesText(type: KeyType): boolean {
  switch (type.kind) {
    case "text":
    case "any":
    case "value":
    case "type":
    case "map":
      return true
    case "list":
      return takesText(type.items)
    case "either":
      return type.options.some(takesText)
    default:
      return false
  }
}

/** The keys under which a text stands somewhere in a manifest, each with its kind of object: `endpoint.path`. */
export function keysThatHold(text: string, manifest: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  const holds = (value: unknown): boolean => JSON.stringify([value]).includes(text)
  const visitObject = (value: object, name: SpecName): void => {
    for (const [written, entry] of Object.entries(value)) {
      const key = vocabulary[name].keys.find((each) => each.name === written || each.synonyms?.includes(written))
      if (!key) continue
      if (holds(entry)) found.add(`${name}.${key.name}`)
      visit(entry, key.type)
    }
  }
  const visit = (value: unknown, type: KeyType): void => {
    if (type.kind === "either") {
      const option = type.options.find((each) => acceptsValue(value, each)) ?? nearestOption(value, type.options)
      if (option) visit(value, option)
    } else if (Array.isArray(value)) {
      if (type.kind === "list") value.forEach((item) => visit(item, type.items))
    } else if (typeof value === "object" && value !== null) {
      if (type.kind === "map") Object.values(value).forEach((entry) => visit(entry, type.values))
      else if (type.kind === "object") visitObject(value, type.spec)
      else if (type.kind === "value" || type.kind === "type") visitObject(value, type.kind)
    }
  }
  visit(manifest, { kind: "object", spec: "manifest" })
  return found
}
