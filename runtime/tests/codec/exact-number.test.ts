import fc from "fast-check"
import { describe, expect } from "vitest"
import { parseExact, stringifyExact } from "../../src/codec/exact-json.ts"
import { ExactNumber, isExact, toWhole } from "../../src/codec/exact-number.ts"
import { plainNumbers } from "../../src/codec/exact-pass.ts"
import { it } from "../test.ts"

const digits = (minLength: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength: 40 }).map((each) => each.join(""))

/** Any number that JSON can write, in any way to write it. */
const numberText = fc
  .tuple(fc.constantFrom("", "-"), digits(1), fc.option(digits(1)), fc.option(fc.integer({ min: -400, max: 400 })))
  .map(([sign, whole, fraction, power]) => {
    const head = whole.replace(/^0+(?=\d)/, "")
    return `${sign}${head}${fraction === null ? "" : `.${fraction}`}${power === null ? "" : `e${power}`}`
  })

/** A number as sign, numerator and denominator, by another way than ours. */
function fractionOf(text: string): readonly [bigint, bigint] {
  const [, sign, whole = "", fraction = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const numerator = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n)
  const exponent = Number(power) - fraction.length
  return exponent < 0 ? [numerator, 10n ** BigInt(-exponent)] : [numerator * 10n ** BigInt(exponent), 1n]
}

describe("isExact", () => {
  it.each([
    ["0", true],
    ["-0.00", true],
    ["1.50", true],
    ["100", true],
    ["1e2", true],
    ["0.1", true],
    ["9007199254740993", false],
    ["10000000000000000", true],
    ["1e400", false],
    ["1e-400", false],
    ["0e999999999999", true],
    ["0.12345678901234567890", false],
    ["1.00000000000000001", false],
  ])("%s: %s", (text, exact) => {
    expect(isExact(text)).toBe(exact)
  })

  it("agrees with fractions of integers on any number", () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const number = Number(text)
        const [a, b] = fractionOf(text)
        const [c, d] = Number.isFinite(number) ? fractionOf(String(number)) : [1n, 0n]
        expect(isExact(text)).toBe(a * d === c * b)
      }),
      { numRuns: 2000 },
    )
  })
})

describe("toWhole", () => {
  it.each<[text: string, whole: bigint | undefined]>([
    ["0", 0n],
    ["-0.0", 0n],
    ["1e3", 1000n],
    ["1.5E+3", 1500n],
    ["-1200e-2", -12n],
    ["0e-999999999", 0n],
    ["9223372036854775807.000", 2n ** 63n - 1n],
    ["1e20", 10n ** 20n],
    ["1e21", undefined],
    ["1e999999999", undefined],
    ["1.5", undefined],
    ["15e-1", undefined],
    ["1e-999999999", undefined],
    ["abc", undefined],
    ["", undefined],
  ])("%s: %s", (text, whole) => {
    expect(toWhole(text)).toBe(whole)
  })

  it("agrees with fractions of integers on any number", () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const [a, b] = fractionOf(text)
        const whole = toWhole(text)
        const [, fraction = "", power = "0"] = /^-?\d+(?:\.(\d+))?(?:e(.+))?$/.exec(text) ?? []
        if (whole === undefined) expect(a % b !== 0n || Number(power) - fraction.length > 20).toBe(true)
        else expect([a % b, a / b]).toEqual([0n, whole])
      }),
      { numRuns: 2000 },
    )
  })
})

describe("exact JSON", () => {
  it("keeps every number, and leaves every text alone", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            numberText,
            fc.string().map((text) => JSON.stringify(text)),
          ),
        ),
        (tokens) => {
          const parsed = parseExact(`[${tokens.join(",")}]`) as unknown[]
          for (const [index, token] of tokens.entries()) {
            const value = parsed[index]
            if (token.startsWith('"')) expect(value).toBe(JSON.parse(token))
            else if (value instanceof ExactNumber) expect(value.text).toBe(token)
            else expect(isExact(token) && Object.is(value, Number(token))).toBe(true)
          }
          const written = stringifyExact(parsed) ?? ""
          expect(stringifyExact(parseExact(written))).toBe(written)
        },
      ),
    )
  })

  it("comes to what JSON.parse makes of it where nothing wants it exact", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.array(numberText)), (lists) => {
        const members = Object.entries(lists).map(([key, list]) => `${JSON.stringify(key)}:[${list.join(",")}]`)
        const text = `{${members.join(",")}}`
        expect(plainNumbers(parseExact(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  it("takes time that is linear in zeros and digits", () => {
    const zeros = "0".repeat(200_000)
    expect(isExact(`1${zeros}1`)).toBe(false)
    expect(parseExact(`[0.${zeros}1${zeros}1]`)).toEqual([new ExactNumber(`0.${zeros}1${zeros}1`)])
  })
})
