/**
 * A number of JSON as its text, where a `number` would be another one. It exists between a reader or a writer and the
 * passes of types, never in a caller's hands.
 */
export class ExactNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** A number by the grammar of JSON (RFC 8259, section 6). */
export const numberGrammar: RegExp = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:e([+-]?\d+))?$/i

/** Whether the `number` that JSON's reader makes of a text is exactly that number. */
export function isExact(text: string): boolean {
  return normalForm(text) === normalForm(String(Number(text)))
}

/** Sign, digits without zeros at either end, and the power of ten of the last: the same for texts of one number. */
function normalForm(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = numberGrammar.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, "")
  let length = digits.length
  while (digits[length - 1] === "0") length -= 1
  if (length === 0) return whole === "" ? text : "0"
  return `${sign}${digits.slice(0, length)}e${Number(exponent) - fraction.length + digits.length - length}`
}

/** Zeros that an exponent may add to the digits of an integer: more than any integer of 64 bits has. */
const mostZeros = 20

/** The integer that a text of JSON is, however it is written (`1000`, `1000.0`, `1e3`); `undefined` for any other. */
export function toWhole(text: string): bigint | undefined {
  const [match, sign = "", whole = "", fraction = "", exponent = "0"] = numberGrammar.exec(text) ?? []
  if (match === undefined) return undefined
  const digits = whole + fraction
  const zeros = Number(exponent) - fraction.length
  if (zeros > mostZeros) return undefined
  if (zeros >= 0) return BigInt(sign + digits + "0".repeat(zeros))
  return /^0*$/.test(digits.slice(zeros)) ? BigInt(sign + (digits.slice(0, zeros) || "0")) : undefined
}
