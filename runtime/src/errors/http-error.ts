import type { ErrorCode, PristineError } from "./pristine-error.ts"

/** A status as a service declares it: one, a class, or `"default"` for all that nothing else names. */
export type DeclaredStatus = number | "3XX" | "4XX" | "5XX" | "default"

/**
 * An answer outside the success statuses, with the body that the service declares for its status. `Except` are statuses
 * of a class that another declaration is nearer to.
 */
export type HttpError<
  Status extends DeclaredStatus,
  Body,
  Except extends DeclaredStatus = never,
> = PristineError<Body> & {
  readonly code: "http"
  readonly status: Exclude<StatusOf<Status>, StatusOf<Except>>
}

/**
 * Everything else that a call can fail with. Beside `HttpError`s in one union, `error.code === "http" && error.status === 404`
 * tells a declared body from the rest.
 */
export type UndeclaredError<Declared extends DeclaredStatus> =
  FailedCall | ("default" extends Declared ? never : HttpError<"default", unknown, Declared>)

/** A call that failed for another reason than the status of its answer. */
export type FailedCall = PristineError & { readonly code: Exclude<ErrorCode, "http"> }

type StatusOf<Status extends DeclaredStatus> = Status extends number
  ? Status
  : Status extends "3XX"
    ? Redirection
    : Status extends "4XX"
      ? ClientFailure
      : Status extends "5XX"
        ? ServerFailure
        : Redirection | ClientFailure | ServerFailure

/** Registered at https://www.iana.org/assignments/http-status-codes, and those in wide use. */
type Redirection = 300 | 301 | 302 | 303 | 304 | 305 | 306 | 307 | 308
type ClientFailure =
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 416 | 417 | 418)
  | (421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 444 | 451 | 498 | 499)
type ServerFailure =
  | (500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 509 | 510 | 511)
  | (520 | 521 | 522 | 523 | 524 | 525 | 526 | 529 | 530 | 598 | 599)
