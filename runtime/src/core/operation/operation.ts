import type { CallOptions } from "../client/call-options.ts"
import type { ApiFuture, SubmittedFuture } from "../../ports/future.ts"
import type { TransportBody } from "../../ports/transport.ts"
import type { PristineError } from "../../errors/pristine-error.ts"

export type { ApiFuture, FutureProgress, SubmittedFuture } from "../../ports/future.ts"

/** A call's answer with what came around it. */
export interface RawResponse<Output> {
  readonly data: Output
  readonly status: number
  readonly headers: Headers
  readonly request: PreparedRequest
}

/** A request as it would be sent; credentials are added when it is. */
export interface PreparedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: TransportBody | undefined
}

export type SafeResult<Output, Failure> =
  | { readonly ok: true; readonly data: Output; readonly error?: undefined }
  | { readonly ok: false; readonly error: Failure; readonly data?: undefined }

/** `[input]`, or `[input?]` when every field is optional. */
export type InputArguments<Input> = {} extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions]

interface OperationMembers<Input, Output, Failure> {
  /** The outcome is data. A caller's abort and a hook that throws still reject. */
  safe(...args: InputArguments<Input>): Promise<SafeResult<Output, Failure>>
  /** Builds the request without sending it. */
  request(...args: InputArguments<Input>): Promise<PreparedRequest>
  /** A stable key for caches: equal inputs give equal keys. */
  key(...args: {} extends Input ? [input?: Input] : [input: Input]): readonly [operation: string, input: string]
}

/** An operation with one answer. */
export interface Operation<Input, Output, Failure = PristineError> extends OperationMembers<Input, Output, Failure> {
  (...args: InputArguments<Input>): Promise<Output>
  raw(...args: InputArguments<Input>): Promise<RawResponse<Output>>
}

/** An operation whose answer is a stream of events. */
export interface StreamOperation<Input, Event, Failure = PristineError> extends OperationMembers<
  Input,
  Stream<Event>,
  Failure
> {
  (...args: InputArguments<Input>): Promise<Stream<Event>>
}

/** An operation that is finished later. */
export interface FutureOperation<Input, Output, Failure = PristineError> extends OperationMembers<
  Input,
  Output,
  Failure
> {
  (...args: InputArguments<Input>): ApiFuture<Output>
  /**
   * Sends the first request and nothing more: the polls begin when `result()` is called. For more work at the service than
   * polls should be open at once; what waits takes little room. A total limit of time counts from here, and options hold
   * for the polls as well.
   */
  submit(...args: InputArguments<Input>): Promise<SubmittedFuture<Output>>
  /**
   * The future of work that was begun before, such as by a process that has ended: nothing is submitted, the polls begin
   * at once. `requestId` is what `ApiFuture.requestId` gave. Rejects with code `input` where an id alone does not say what
   * to ask, as in an operation that polls itself. Headers of polls that are made of the input have no value.
   */
  resume(requestId: string, options?: CallOptions): ApiFuture<Output>
}

/** An operation that lists. */
export interface PageOperation<Input, Page, Item, Failure = PristineError> extends OperationMembers<
  Input,
  Page,
  Failure
> {
  (...args: InputArguments<Input>): Pages<Page, Item>
  raw(...args: InputArguments<Input>): Promise<RawResponse<Page>>
}

/**
 * Events of a streamed answer, to be read once. No event is decoded before it is asked for, and what is not read holds
 * the service back. Leaving the loop, `abort()` or the call's signal closes the connection; a failure rejects the next
 * read, after all events that came before it.
 */
export interface Stream<Event> extends AsyncIterable<Event> {
  /** Of the connection that is open now, where the stream resumes. */
  readonly response: { readonly status: number; readonly headers: Headers }
  /** Closes the connection; who reads gets `reason`. */
  abort(reason?: unknown): void
  /** The same events for the web's pipes; cancelling it leaves the stream. */
  toReadableStream(): ReadableStream<Event>
}

/**
 * The first page when awaited, all items when iterated. Pages are fetched as they are asked for; the first one once.
 * `pageLimit` is the most pages to read, a whole number of at least 1; without it all are, and a service that leads back
 * to a page that was read is an error (code `decode`).
 */
export interface Pages<Page, Item> extends PromiseLike<Page>, AsyncIterable<Item> {
  items(pageLimit?: number): AsyncIterable<Item>
  pages(pageLimit?: number): AsyncIterable<Page>
}
