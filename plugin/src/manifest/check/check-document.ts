import { closest } from "../../diagnostics/closest.ts"
import { quoteText } from "../../diagnostics/quote-text.ts"
import type { Report } from "../../diagnostics/report.ts"
import type { Pointer } from "../../model/source.ts"
import { pointTo } from "../source/pointer.ts"
import type { KeySpec, KeyType, ObjectSpec } from "../vocabulary/key-type.ts"
import { vocabulary } from "../vocabulary/vocabulary.ts"
import { acceptsValue, fitsNumber, isObject, nearestOption, ownValue } from "./accepts-value.ts"
import { describeKeyType } from "./describe-key-type.ts"
import { textRules } from "./text-formats.ts"
import type { Tree } from "./tree.ts"

/**
 * Checks a parsed manifest against the vocabulary: keys, kinds of values, spelling. What is wrong is reported and left
 * out of the result, so that the rest can still be read.
 */
export function checkDocument(data: unknown, report: Report): Tree | undefined {
  return createChecker(report)(data, "", { kind: "object", spec: "manifest" }, () => "The manifest")
}

/** `what` is asked only where something is wrong. */
type Check = (value: unknown, pointer: Pointer, type: KeyType, what: () => string) => Tree | undefined

function createChecker(report: Report): Check {
  const keys = new Map<ObjectSpec, ReadonlyMap<string, KeySpec>>()
  const findKey = (spec: ObjectSpec, key: string): KeySpec | undefined => {
    let known = keys.get(spec)
    if (!known) keys.set(spec, (known = keysOf(spec)))
    return known.get(key)
  }

  const check: Check = (value, pointer, type, what) => {
    const refuse = (): Tree | undefined => {
      report.add("PRISTINE_M0102", pointer, { what: what(), expected: describeKeyType(type), got: value })
      return undefined
    }
    switch (type.kind) {
      case "any":
        return { pointer, value }
      case "flag":
        return typeof value === "boolean" ? { pointer, value } : refuse()
      case "off":
        return value === false ? { pointer, value } : refuse()
      case "number":
        return fitsNumber(value, type) ? { pointer, value } : refuse()
      case "choice":
        if (typeof value !== "string") return refuse()
        if (type.values.includes(value)) return { pointer, value }
        report.add("PRISTINE_M0107", pointer, {
          what: what(),
          got: value,
          allowed: type.values,
          suggestion: closest(value, type.values),
        })
        return undefined
      case "text": {
        if (typeof value !== "string") return refuse()
        const rule = type.format && textRules[type.format]
        if (rule === undefined || rule.pattern.test(value)) return { pointer, value }
        report.add("PRISTINE_M0108", pointer, { what: rule.what, got: value, expected: rule.expected })
        return undefined
      }
      case "list": {
        if (!Array.isArray(value)) return refuse()
        if (type.length !== undefined && value.length !== type.length) return refuse()
        const items = value.map((item: unknown, index) =>
          check(item, pointTo(pointer, index), type.items, () => `Entry ${index + 1} of ${inner(what())}`),
        )
        return { pointer, value, items: items.filter((item) => item !== undefined) }
      }
      case "map": {
        if (!isObject(value)) return refuse()
        const members = new Map<string, Tree>()
        for (const [name, entry] of Object.entries(value)) {
          const tree = check(entry, pointTo(pointer, name), type.values, () => quoteText(name))
          if (tree !== undefined) members.set(name, tree)
        }
        return { pointer, value, members }
      }
      case "object":
        return isObject(value) ? checkObject(value, pointer, vocabulary[type.spec]) : refuse()
      case "value":
        if (isObject(value)) return checkObject(value, pointer, vocabulary.value)
        return Array.isArray(value) ? refuse() : { pointer, value }
      case "type":
        if (typeof value === "string") return { pointer, value }
        return isObject(value) ? checkObject(value, pointer, vocabulary.type) : refuse()
      case "either": {
        const option =
          type.options.find((candidate) => acceptsValue(value, candidate)) ?? nearestOption(value, type.options)
        return option === undefined ? refuse() : check(value, pointer, option, what)
      }
    }
  }

  const checkObject = (value: object, pointer: Pointer, spec: ObjectSpec): Tree => {
    const members = new Map<string, Tree>()
    const given = new Map<string, string>()
    const lost = new Set<string>()
    for (const [key, entry] of Object.entries(value)) {
      const keySpec = findKey(spec, key)
      const place = pointTo(pointer, key)
      if (keySpec === undefined) {
        lost.add(reportUnknown(key, place, spec))
        continue
      }
      const other = given.get(keySpec.name)
      if (other !== undefined) {
        const synonym = key === keySpec.name ? other : key
        report.add("PRISTINE_M0105", pointTo(pointer, synonym), { key: keySpec.name, synonym }, "key")
        continue
      }
      given.set(keySpec.name, key)
      if (entry === null && !takesNull(keySpec.type)) continue
      const tree = check(entry, place, keySpec.type, () => `"${key}"`)
      if (tree === undefined) lost.add(keySpec.name)
      else members.set(keySpec.name, tree)
    }
    for (const { name, required } of spec.keys) {
      const written = given.get(name)
      const absent = written === undefined || Reflect.get(value, written) === null
      // A misspelt key is one mistake, not two.
      if (required && absent && !lost.has(name))
        report.add("PRISTINE_M0103", pointer, { key: name, where: spec.title }, "key")
    }
    return { pointer, value, members, lost }
  }

  /** Returns the key that was probably meant, or the unknown one. */
  const reportUnknown = (key: string, place: Pointer, spec: ObjectSpec): string => {
    const instead = ownValue(spec.refused, key)
    const later = ownValue(spec.later, key)
    if (instead !== undefined) report.add("PRISTINE_M0104", place, { key, where: spec.title, instead }, "key")
    else if (later !== undefined) report.add("PRISTINE_M0106", place, { key, instead: later }, "key")
    else {
      const suggestion = closest(
        key,
        spec.keys.map(({ name }) => name),
      )
      report.add("PRISTINE_M0101", place, { key, where: spec.title, suggestion }, "key")
      return suggestion ?? key
    }
    return key
  }

  return check
}

/** Keys by every spelling; where two share one, the first has it. */
function keysOf({ keys }: ObjectSpec): ReadonlyMap<string, KeySpec> {
  const spelt = keys.flatMap((key) => [key.name, ...(key.synonyms ?? [])].map((spelling) => [spelling, key] as const))
  return new Map(spelt.toReversed())
}

function takesNull(type: KeyType): boolean {
  return type.kind === "any" || type.kind === "value"
}

function inner(what: string): string {
  return what.charAt(0).toLowerCase() + what.slice(1)
}
