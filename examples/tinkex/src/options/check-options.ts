import { closestName, PristineError } from "pristine-runtime"

/** Every name of an interface of options, so that a table which lacks one, or has one too many, does not compile. */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: true }

/** A name that stands for nothing. */
export interface UnknownOption {
  readonly name: string
  /** Says so, and what was probably meant. */
  readonly message: string
}

/**
 * Refuses options that would be ignored: programs without types, and those that were written for another SDK, misspell them.
 *
 * @param what Such as `sample`, or `the sampling parameters of sample`.
 * @throws PristineError with code `input` that tells of each, and holds no value.
 */
export function checkOptions(what: string, given: unknown, names: Readonly<Record<string, true>>): void {
  // A signal has no names of its own, and would be ignored as a whole.
  if (typeof given !== "object" || given === null || Array.isArray(given) || given instanceof AbortSignal) {
    throw new PristineError("input", `${what} takes an object of options: { ${Object.keys(names).join(", ")} }`)
  }
  const signal: unknown = Reflect.get(given, "signal")
  if (signal !== undefined && typeof Reflect.get(Object(signal), "addEventListener") !== "function")
    throw new PristineError("input", `${what}: signal must be an AbortSignal, such as controller.signal`)
  const unknown = unknownOptions(given, names)
  if (unknown.length === 0) return
  const issues = unknown.map(({ name, message }) => ({ message, path: [name] }))
  throw new PristineError("input", `${what}: ${unknown.map(({ message }) => message).join("; ")}`, { issues })
}

/** Names that are given and mean nothing, in the order they are given in. */
export function unknownOptions(given: object, names: Readonly<Record<string, true>>): UnknownOption[] {
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(names, name))
    .map((name) => {
      const meant = closestName(name, Object.keys(names))
      const hint = meant === undefined ? "" : `; did you mean ${meant}?`
      return { name, message: `there is no option ${name.slice(0, 60)}${hint}` }
    })
}

/**
 * Refuses a value that is none of those that an option has.
 *
 * @throws PristineError with code `input` that names the option and its values.
 */
export function checkChoice(what: string, name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return
  throw new PristineError("input", `${what}: ${name} must be ${choices.map((each) => `"${each}"`).join(" or ")}`)
}
