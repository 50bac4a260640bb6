import { isRecord } from "./is-record.ts"
import { own, set } from "./own.ts"

/** A copy of an object that `change` puts right. What is no object stays as it is, for validation to judge. */
export function patch(wire: unknown, change: (value: Record<string, unknown>) => void): unknown {
  if (!isRecord(wire)) return wire
  const value = { ...wire }
  change(value)
  return value
}

/**
 * Gives fields the names that a program sees. Each row is a name and the wire names to read, in order: the first that
 * holds something counts, and all of them are gone afterwards.
 */
export function rename(value: Record<string, unknown>, table: readonly (readonly [string, ...string[]])[]): void {
  const found = table.map(([name, ...wires]) => {
    const items = wires.map((wire) => own(value, wire)).filter((item) => item !== undefined)
    return [name, items.find((item) => item !== null) ?? items[0]] as const
  })
  for (const [, ...wires] of table) for (const wire of wires) Reflect.deleteProperty(value, wire)
  for (const [name, item] of found) if (item !== undefined) set(value, name, item)
}

/** Fills in fields that are missing. */
export function fillDefaults(value: Record<string, unknown>, defaults: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(defaults)) if (own(value, name) === undefined) set(value, name, defaults[name])
}

/** Removes fields that are null, where null means absent. */
export function dropNulls(value: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) if (own(value, name) === null) Reflect.deleteProperty(value, name)
}
