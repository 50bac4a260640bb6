/** An answer other than success: the router turns it into `status` with the body `{ "detail": … }`. */
export class HttpError extends Error {
  readonly status: number
  /** What the client reads under `detail`: a sentence, or the list of faulty fields for 422. */
  readonly detail: unknown

  constructor(status: number, detail: unknown) {
    super(typeof detail === "string" ? detail : `HTTP ${status}`)
    this.name = "HttpError"
    this.status = status
    this.detail = detail
  }
}
