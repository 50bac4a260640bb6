import { PristineError } from "./pristine-error.ts"

/** Marks the error, also that of another copy of the package. */
const absent = Symbol.for("pristine.absent-credential")

/**
 * The error of an `Auth` or token source that has no credential, as opposed to one that cannot be read or used: where an
 * operation has alternatives, the next one is tried.
 *
 * @param message Where the credential was looked for, and how to give one. No secret.
 * @returns A `PristineError` with code `config` and phase `auth`.
 */
export function absentCredential(message: string): PristineError {
  return Object.assign(new PristineError("config", message, { phase: "auth" }), { [absent]: true })
}

/** Whether something was thrown because there is no credential. */
export function isAbsentCredential(thrown: unknown): thrown is PristineError {
  return typeof thrown === "object" && thrown !== null && absent in thrown
}
