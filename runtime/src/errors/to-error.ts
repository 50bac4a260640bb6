/** What was thrown, as an `Error`. A thrown value of another kind is not quoted: it may be payload. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  // Errors of another realm are no instances of this one's class.
  if (Object.prototype.toString.call(thrown) === "[object Error]") return thrown as Error
  return new Error(`A value of type ${thrown === null ? "null" : typeof thrown} was thrown`)
}
