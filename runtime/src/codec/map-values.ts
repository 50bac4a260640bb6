import { isRecord } from "./is-record.ts"
import { set } from "./own.ts"

/** A map with each value changed, on an object without prototype. What is no map stays as it is. */
export function mapValues(value: unknown, change: (item: unknown) => unknown): unknown {
  if (!isRecord(value)) return value
  const map = Object.create(null) as Record<string, unknown>
  for (const key of Object.keys(value)) map[key] = change(value[key])
  return map
}

/** Changes, in place, the properties that a type does not declare. */
export function mapOthers(target: object, names: readonly string[], change: (item: unknown) => unknown): void {
  for (const [key, item] of Object.entries(target)) if (!names.includes(key)) set(target, key, change(item))
}

/** The properties that a type does not declare, on an object without prototype. */
export function others(value: unknown, names: readonly string[]): Record<string, unknown> {
  const map = Object.create(null) as Record<string, unknown>
  if (isRecord(value)) for (const key of Object.keys(value)) if (!names.includes(key)) map[key] = value[key]
  return map
}
