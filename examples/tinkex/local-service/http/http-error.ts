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

  /** The detail as one sentence. */
  describe(): string {
    if (!Array.isArray(this.detail)) return this.message
    return this.detail
      .map((fault: { loc: readonly string[]; msg: string }) => `${fault.loc.join(".")}: ${fault.msg}`)
      .join("; ")
  }
}
