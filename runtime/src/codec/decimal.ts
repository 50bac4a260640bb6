import { ExactNumber, numberGrammar } from "./exact-number.ts"

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
    const number = Number(value)
    // A form writes what is here, and `0.10` says more than 0.1.
    return String(number) === value ? number : new ExactNumber(value)
  },
  decode: (value) => (typeof value === "number" ? String(value) : value),
}
