import { expect } from "vitest"

/** Names of `Object.prototype`, and those that JavaScript looks at by itself. */
export const prototypeNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "then",
] as const

const untouched = JSON.stringify(Object.getOwnPropertyNames(Object.prototype).sort())

/** Fails if somebody gave `Object.prototype` a member or took one. */
export function expectUntouchedPrototype(): void {
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype).sort())).toBe(untouched)
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined()
}

/** An object that has such a name itself, as JSON makes it. */
export function owning(name: string, value: unknown): Record<string, string> {
  return JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as Record<string, string>
}
