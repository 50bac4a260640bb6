import type { WireSchema } from "../../ports/mock-spec.ts"
import type { Random } from "../../ports/random.ts"
import { wireText } from "./wire-text.ts"

/** Nested objects and lists beyond this hold only what they must. */
const deepest = 3
/** A type that must hold itself has no end. */
const endless = 100

/**
 * A value that fits a schema: its first example where it has one, else made up. The same random numbers make the same
 * value.
 *
 * @param types What `$ref` leads to, by name.
 * @throws TypeError where none is found, with the place and the reason: such a type needs an example.
 */
export function wireValue(schema: WireSchema, types: Readonly<Record<string, WireSchema>>, random: Random): unknown {
  return make(schema, { types, random }, { depth: 0, at: "the answer" })
}

interface Source {
  readonly types: Readonly<Record<string, WireSchema>>
  readonly random: Random
}

interface Place {
  readonly depth: number
  /** For people: `Pet.tags[]`. */
  readonly at: string
}

function make(schema: WireSchema, source: Source, place: Place): unknown {
  const { random } = source
  const { depth } = place
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref)
    if (depth > endless) throw new TypeError(`${name} holds itself without an end`)
    return make(source.types[name] ?? {}, source, { depth: depth + 1, at: name })
  }
  if ("const" in schema) return schema.const
  if (schema.examples && schema.examples.length > 0) return pick(schema.examples, random)
  if (schema.enum) return pick(schema.enum, random)
  if (schema.anyOf) return make(pick(shallow(schema.anyOf, depth), random), source, place)
  if (schema.allOf) return makeAll(schema.allOf, source, place)
  const kinds = (typeof schema.type === "string" ? [schema.type] : schema.type) ?? []
  switch (kinds.length > 1 ? pick(kinds, random) : kinds[0]) {
    case "object":
      return makeObject(schema, source, place)
    case "array":
      return makeArray(schema, source, place)
    case "string":
      return placed(place, () => wireText(schema, random))
    case "integer":
    case "number":
      return placed(place, () => makeNumber(schema, random))
    case "boolean":
      return random() < 0.5
    case "null":
      return null
    default:
      return {}
  }
}

/** A list that holds itself has an end only where its type can do without: deep down the plainest choice is taken. */
function shallow(choices: readonly WireSchema[], depth: number): readonly WireSchema[] {
  if (depth <= deepest) return choices
  const plain = choices.filter(({ $ref, type }) => $ref === undefined && type !== "object" && type !== "array")
  return plain.length > 0 ? plain : choices
}

function placed<Value>({ at }: Place, made: () => Value): Value {
  try {
    return made()
  } catch (cause) {
    throw new TypeError(`${at}: ${(cause as Error).message}`, { cause })
  }
}

function makeAll(parts: readonly WireSchema[], source: Source, place: Place): unknown {
  const values = parts.map((part) => make(part, source, place))
  const objects = values.filter((value) => typeof value === "object" && value !== null)
  return objects.length === values.length ? Object.assign({}, ...objects) : values[0]
}

function makeObject(schema: WireSchema, source: Source, { depth, at }: Place): object {
  const { properties = {}, required = [], additionalProperties, minProperties = 0 } = schema
  const made: [string, unknown][] = []
  for (const [name, property] of Object.entries(properties)) {
    if (property.writeOnly === true) continue
    const wanted = required.includes(name) || (depth < deepest && source.random() < 0.8)
    if (wanted) made.push([name, make(property, source, { depth: depth + 1, at: `${at}.${name}` })])
  }
  const more =
    typeof additionalProperties === "object" ? Math.max(minProperties - made.length, depth < deepest ? 1 : 0) : 0
  for (let index = 1; index <= more; index += 1) {
    made.push([`key${index}`, make(additionalProperties as WireSchema, source, { depth: depth + 1, at: `${at}{}` })])
  }
  return Object.fromEntries(made)
}

function makeArray(schema: WireSchema, source: Source, { depth, at }: Place): readonly unknown[] {
  const { prefixItems = [], items, minItems = 0, maxItems = Infinity, uniqueItems } = schema
  const inside = { depth: depth + 1, at: `${at}[]` }
  const fixed = prefixItems.map((item) => make(item, source, inside))
  if (items === false || items === undefined || items === true) return fixed
  const wanted = Math.min(maxItems, Math.max(minItems, depth < deepest ? 2 : 0))
  const list = [...fixed]
  const seen = new Set(list.map((item) => JSON.stringify(item)))
  for (let attempt = 0; list.length < wanted && attempt < 100 + wanted; attempt += 1) {
    const item = make(items, source, inside)
    const text = JSON.stringify(item)
    if (uniqueItems === true && seen.has(text)) continue
    seen.add(text)
    list.push(item)
  }
  if (list.length < minItems) throw new TypeError(`${at}: No ${minItems} items that differ`)
  return list
}

function makeNumber(schema: WireSchema, random: Random): number {
  const { multipleOf, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  const step = multipleOf ?? (schema.type === "number" ? 0.5 : 1)
  const low = Math.max(minimum ?? -Infinity, exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + step / 2)
  const high = Math.min(maximum ?? Infinity, exclusiveMaximum === undefined ? Infinity : exclusiveMaximum - step / 2)
  const from = Number.isFinite(low) ? low : Math.min(0, high - 100)
  const first = Math.ceil(from / step)
  const last = Math.floor(Math.min(high, from + 100 * step) / step)
  if (last >= first) return (first + Math.floor(random() * (last - first + 1))) * step
  const [least, most] = [exclusiveMinimum ?? minimum ?? 0, exclusiveMaximum ?? maximum ?? 0]
  // Between limits that are closer together than a step of our own making, there is a middle.
  if (schema.type === "number" && multipleOf === undefined && least <= most) return least + (most - least) / 2
  throw new TypeError(`No ${String(schema.type)} within its limits`)
}

/** Name of the type that a reference leads to. */
function nameOf(reference: string): string {
  return decodeURIComponent(reference.slice("#/components/schemas/".length)).replaceAll("~1", "/").replaceAll("~0", "~")
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item
}
