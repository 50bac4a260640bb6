import type { KeyType, SpecName, TextFormat } from "./key-type.ts"

/** Longest wait of a JavaScript timer in milliseconds, about 24.8 days; a longer one fires at once. */
export const longestTimer: number = 2 ** 31 - 1

/** Short names for the key types that the vocabulary is written with. */
export const any: KeyType = { kind: "any" }
export const flag: KeyType = { kind: "flag" }
export const off: KeyType = { kind: "off" }
export const value: KeyType = { kind: "value" }
export const type: KeyType = { kind: "type" }
export const number: KeyType = { kind: "number" }
export const milliseconds: KeyType = { kind: "number", minimum: 0, maximum: longestTimer }
export const size: KeyType = { kind: "number", integer: true, minimum: 0 }
export const positive: KeyType = { kind: "number", integer: true, minimum: 1 }

export function text(format?: TextFormat): KeyType {
  return format === undefined ? { kind: "text" } : { kind: "text", format }
}

export function choice(...values: readonly string[]): KeyType {
  return { kind: "choice", values }
}

export function list(items: KeyType, length?: number): KeyType {
  return length === undefined ? { kind: "list", items } : { kind: "list", items, length }
}

export function map(values: KeyType): KeyType {
  return { kind: "map", values }
}

export function object(spec: SpecName): KeyType {
  return { kind: "object", spec }
}

export function either(...options: readonly KeyType[]): KeyType {
  return { kind: "either", options }
}
