import type { PairValue } from "../client/scope.ts"

export type Scalar = string | number | bigint | boolean | null | undefined

/** Items of a list without what is absent; an object's names and values in turn; else the value alone. */
export function items(value: unknown): readonly Exclude<Scalar, null | undefined>[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : isObject(value) ? members(value).flat() : [value]
  return list.filter((item): item is Exclude<Scalar, null | undefined> => item !== undefined && item !== null)
}

/** Own properties without those that are absent, their names with them. */
export function members(value: object): readonly (readonly [name: string, value: PairValue])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined && item !== null)
}

/** Whether it has properties to write, which a date, a map and the like have not. */
export function isObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]"
}
