/** Who is to blame for a failed operation, as the wire names it. */
export type ErrorCategory = "unknown" | "server" | "user"

/** A failure that a future carries to its client: `{ "error": message, "category": … }`. */
export class OperationError extends Error {
  readonly category: ErrorCategory

  constructor(message: string, category: ErrorCategory = "user") {
    super(message)
    this.name = "OperationError"
    this.category = category
  }
}
