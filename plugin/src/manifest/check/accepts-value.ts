import type { KeyType } from "../vocabulary/key-type.ts"

/** Whether a value is of the JSON kind that a type wants; what is inside is checked later. */
export function acceptsValue(value: unknown, type: KeyType): boolean {
  switch (type.kind) {
    case "any":
      return true
    case "flag":
      return typeof value === "boolean"
    case "off":
      return value === false
    case "number":
      return fitsNumber(value, type)
    case "choice":
      return typeof value === "string" && type.values.includes(value)
    case "text":
      return typeof value === "string"
    case "list":
      return Array.isArray(value) && (type.length === undefined || type.length === value.length)
    case "map":
      return isObject(value)
    case "object":
      return isObject(value) && hasMark(value, type.spec)
    case "value":
      return !Array.isArray(value)
    case "type":
      return typeof value === "string" || isObject(value)
    case "either":
      return type.options.some((option) => acceptsValue(value, option))
  }
}

/** A credential scheme is told from a map of lists by its `type`, which is text. */
function hasMark(value: object, spec: string): boolean {
  return spec !== "scheme" || typeof ownValue(value, "type") === "string"
}

/** The option to complain about when none accepts: the only one of the value's JSON kind. */
export function nearestOption(value: unknown, options: readonly KeyType[]): KeyType | undefined {
  if (typeof value !== "string") return undefined
  const choices = options.filter(({ kind }) => kind === "choice")
  return choices.length === 1 && options.every(({ kind }) => kind !== "text") ? choices[0] : undefined
}

/** Whether a value is a number within the bounds. */
export function fitsNumber(value: unknown, type: Extract<KeyType, { kind: "number" }>): boolean {
  if (typeof value !== "number" || !Number.isFinite(value)) return false
  if (type.integer && !Number.isInteger(value)) return false
  return value >= (type.minimum ?? -Infinity) && value <= (type.maximum ?? Infinity)
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** An own property, never one of a prototype. */
export function ownValue<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined
export function ownValue(record: object | undefined, key: string): unknown
export function ownValue(record: object | undefined, key: string): unknown {
  return record !== undefined && Object.hasOwn(record, key) ? Reflect.get(record, key) : undefined
}
