import fc from "fast-check"
import { describe, expect } from "vitest"
import type { BareItem } from "../../../src/codec/structured-fields/bare-item.ts"
import type { FieldItem, InnerList } from "../../../src/codec/structured-fields/field-member.ts"
import { parseDictionary } from "../../../src/codec/structured-fields/parse-dictionary.ts"
import { parseList } from "../../../src/codec/structured-fields/parse-list.ts"
import { it } from "../../test.ts"
import { dictionaries, lists, noDictionaries, noLists, noValues, values } from "./field-rows.ts"
import { serializeDictionary, serializeList } from "./serialize-field.ts"

/** Name of a row: short, and without what a terminal would act on. */
const named = <Row>(rows: readonly Row[], textOf: (row: Row) => string): (readonly [string, Row])[] =>
  rows.map((row) => [JSON.stringify(textOf(row).slice(0, 40)), row])
const texts = (rows: readonly string[]) => named(rows, (text) => text)
const pairs = <Want>(rows: readonly (readonly [string, Want])[]) => named(rows, ([text]) => text)

describe("a value", () => {
  it.each(pairs(values))("B27 %s is read wherever it stands", (_, [text, item]) => {
    const value: FieldItem = { item, parameters: new Map() }
    const wherever = [
      [text, value],
      [`x;p=${text}`, { item: { type: "token", value: "x" }, parameters: new Map([["p", item]]) }],
      [`(${text})`, { items: [value], parameters: new Map() }],
    ] as const
    for (const [field, member] of wherever) {
      expect(parseList(field), field).toEqual([member])
      expect(parseDictionary(`k=${field}`), field).toEqual(new Map([["k", member]]))
    }
  })

  it.each(texts(noValues))("B27 %s is refused wherever it stands", (_, text) => {
    for (const field of [`${text},1`, `x;p=${text},1`, `(${text}),1`]) {
      // Text after a blank is another member of an inner list.
      if (field.startsWith("(") && parseList(field.replaceAll(/ +/g, ",").slice(1).replace(")", "")) !== undefined)
        continue
      expect(parseList(field), field).toBeUndefined()
      expect(parseDictionary(`k=${field.replace(",1", "")}`), field).toBeUndefined()
    }
  })
})

describe("a list", () => {
  it.each(pairs(lists))("B27 %s is read", (_, [text, canonical]) => {
    expect(serializeList(parseList(text) ?? [])).toBe(canonical)
    expect(parseList(text)).toEqual(parseList(canonical))
  })

  it.each(texts(noLists))("B27 %s is none", (_, text) => expect(parseList(text)).toBeUndefined())
})

describe("a dictionary", () => {
  it.each(pairs(dictionaries))("B27 %s is read", (_, [text, canonical]) => {
    expect(serializeDictionary(parseDictionary(text) ?? new Map())).toBe(canonical)
    expect(parseDictionary(text)).toEqual(parseDictionary(canonical))
  })

  it.each(texts(noDictionaries))("B27 %s is none", (_, text) => expect(parseDictionary(text)).toBeUndefined())
})

const small = "abcdefghijklmnopqrstuvwxyz"
const letters = small + small.toUpperCase()
const digits = "0123456789"
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("")

describe("each character of ASCII, and beyond", () => {
  const characters = Array.from({ length: 0x102 }, (_, code) => String.fromCharCode(code))

  it.each<[position: string, field: (character: string) => string, allowed: string]>([
    ["first of a token", (char) => `${char}a`, `${letters}* `],
    ["within a token", (char) => `a${char}a`, `${letters}${digits}!#$%&'*+-.^_\`|~:/,;`],
    ["in a string", (char) => `"a${char}a"`, printable.replaceAll(/["\\]/g, "")],
    ["escaped in a string", (char) => `"a\\${char}a"`, '"\\'],
    ["in a display string", (char) => `%"a${char}a"`, printable.replaceAll(/["%]/g, "")],
    ["first of a parameter's name", (char) => `a;${char}a`, `${small}* `],
    ["within a parameter's name", (char) => `a;a${char}a`, `${small}${digits}_-.*=,;`],
    ["in a byte sequence", (char) => `:a${char}aa:`, `${letters}${digits}+/`],
    ["within a number", (char) => `1${char}2`, `${digits}.,`],
    ["between two members", (char) => `"a"${char}"b"`, ","],
    ["between two members of an inner list", (char) => `("a"${char}"b")`, " "],
    ["before a list", (char) => `${char}"a"`, " %"],
    ["after a list", (char) => `"a"${char}`, " \t"],
  ])("B27 %s: %#", (_, field, allowed) => {
    for (const character of characters) {
      const isList = parseList(field(character)) !== undefined
      expect(isList, JSON.stringify(field(character))).toBe(allowed.includes(character))
    }
  })
})

const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,6}$/)
const wholeNumber = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 })
const item: fc.Arbitrary<BareItem> = fc.oneof(
  wholeNumber.map((value) => ({ type: "integer" as const, value: value + 0 })),
  wholeNumber.map((value) => ({ type: "decimal" as const, value: Math.trunc(value / 1000) / 1000 + 0 })),
  fc.stringMatching(/^[ -~]*$/).map((value) => ({ type: "string" as const, value })),
  fc.stringMatching(/^[A-Za-z*][!#$%&'*+.^_`|~\w:/-]*$/).map((value) => ({ type: "token" as const, value })),
  fc.uint8Array().map((value) => ({ type: "bytes" as const, value: Uint8Array.from(value) })),
  fc.boolean().map((value) => ({ type: "boolean" as const, value })),
  wholeNumber.map((value) => ({ type: "date" as const, value: value + 0 })),
  fc.string({ unit: "binary" }).map((value) => ({ type: "display" as const, value })),
)
const parameters = fc.array(fc.tuple(key, item), { maxLength: 3 }).map((entries) => new Map(entries))
const fieldItem: fc.Arbitrary<FieldItem> = fc.record({ item, parameters })
const member: fc.Arbitrary<FieldItem | InnerList> = fc.oneof(
  fieldItem,
  fc.record({ items: fc.array(fieldItem, { maxLength: 3 }), parameters }),
)

describe("whatever it is", () => {
  it("B27 a list that was written reads as the same", () => {
    fc.assert(
      fc.property(fc.array(member), (members) => {
        expect(parseList(serializeList(members))).toEqual(members)
      }),
    )
  })

  it("B27 a dictionary that was written reads as the same", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, member)), (entries) => {
        const members = new Map(entries)
        expect(parseDictionary(serializeDictionary(members))).toEqual(members)
      }),
    )
  })

  it("B27 any text is read or refused, never thrown at", () => {
    const unit = fc.constantFrom(...Array.from('"\\;=,?:*()-.@% \t0123aZéc9'))
    const text = fc.oneof(fc.string(), fc.string({ unit, maxLength: 40 }))
    fc.assert(
      fc.property(text, (given) => {
        for (const parsed of [parseList(given)?.length, parseDictionary(given)?.size])
          expect(parsed ?? 0).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it("B27 what was read, written and read again is the same", () => {
    const unit = fc.constantFrom(...Array.from('";=,?:*() 01a.@%'))
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        const list = parseList(text)
        if (list) expect(parseList(serializeList(list))).toEqual(list)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each<[name: string, text: string]>([
    ["a hundred thousand members", "a,".repeat(100_000) + "a"],
    ["a hundred thousand parameters of one name", "a" + ";a".repeat(100_000)],
    ["a million open brackets", "(".repeat(1_000_000)],
    ["a million blanks", " ".repeat(1_000_000) + "é"],
    ["a million escapes", `"${"\\\\".repeat(500_000)}`],
    ["a million bytes without an end", `:${"A".repeat(1_000_000)}`],
    ["a million digits", "1".repeat(1_000_000)],
  ])("B27 %s are read or refused", (_, text) => {
    const list = parseList(text)
    expect(list === undefined || list.length > 0).toBe(true)
  })
})
