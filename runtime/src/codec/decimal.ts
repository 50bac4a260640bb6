import { ExactNumber, isExact, numberGrammar } from "./exact-number.ts"

/** Numbers that a caller holds as text, so that no digit is lost. */
export const decimal: {
  /** @throws TypeError for text that is no number of JSON; it does not quote it. */
  encode(value: unknown): unknown
  /** What is no number stays as it is, for validation to judge. */
  decode(value: unknown): unknown
} = {
  encode(value) {
    if (typeof value !== "string") return value
    if (!numberGrammar.test(value)) throw new TypeError("Text is not a decimal number")
    return isExact(value) ? Number(value) : new ExactNumber(value)
  },
  decode: (value) => (typeof value === "number" ? String(value) : value),
}
