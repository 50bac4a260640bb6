import type { Operation, OperationSpec, RetryPolicy, Service, StreamOperation, StreamSpec } from "pristine-runtime"
import {
  budgetedRetry,
  createRateLimit,
  defaultTransport,
  defineOperation,
  defineService,
  defineStream,
  json,
  randomKey,
  requestBody,
  segment,
  sse,
  systemClock,
  validate,
} from "pristine-runtime/generated"
import { integer, lazy, object, optional, picklist, string, type Schema } from "pristine-runtime/schema"

/** The service of the cases, written as the plugin writes one: through the package's public entries alone. */
export const zoo: Service = defineService(() => ({
  name: "zoo",
  version: "1.0.0",
  baseUrl: () => undefined,
  auth: {},
  clock: systemClock,
  transport: defaultTransport,
  retry: budgetedRetry,
  validate,
  rateLimit: createRateLimit,
}))

/** Retries three times at once, unless the service asks for time. */
export const patient: RetryPolicy = {
  name: "patient",
  rules: [
    {
      retryOn: [429, 500, 502, 503, 504, "connection", "timeout"],
      maxAttempts: 3,
      backoff: "none",
      baseMs: 0,
      maxMs: 0,
      jitter: [1, 1],
      retryAfter: { maxMs: 60_000, beyond: "fail" },
    },
  ],
}

export interface Pet {
  readonly id: number
  readonly name: string
  readonly status?: string
}

const petSchema: Schema = lazy(() =>
  object({ id: integer(), name: string(), status: optional(picklist(["available", "sold"])) }),
)

/** What `/echo` tells of a request. */
export interface Echo {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** As UTF-8, with its content coding undone. */
  readonly body: string
  readonly length: number
}

type Over<Input> = Partial<OperationSpec<Input>>

function spec<Input>(path: string, over: Over<Input>): OperationSpec<Input> {
  return {
    service: zoo,
    id: "op",
    method: "GET",
    route: path,
    path: () => path,
    success: [{ status: "2XX", readers: [json] }],
    ...over,
  }
}

/** A GET of a path, changed where a case cares. */
export function get<Output>(path: string, over: Over<object> = {}): Operation<object, Output> {
  return defineOperation<object, Output>(() => spec(path, over))
}

/** A POST of the whole input as JSON. */
export function post<Input, Output>(path: string, over: Over<Input> = {}): Operation<Input, Output> {
  return defineOperation<Input, Output>(() =>
    spec<Input>(path, {
      method: "POST",
      body: requestBody<Input>({ encode: (input) => input, writer: json }),
      ...over,
    }),
  )
}

/** A GET that is answered by events. */
export function stream<Event>(path: string, over: Partial<StreamSpec<object>> = {}): StreamOperation<object, Event> {
  return defineStream<object, Event>(() => ({ ...spec(path, over), framing: sse, event: {}, ...over }))
}

export const getPet: Operation<{ readonly id: number }, Pet> = defineOperation(() =>
  spec<{ readonly id: number }>("/pets/{id}", {
    id: "get_pet",
    path: ({ id }) => "/pets/" + segment(id, "id"),
    input: lazy(() => object({ id: integer() })),
    success: [{ status: 200, readers: [json], schema: petSchema }],
    retry: [patient],
  }),
)

export const createPet: Operation<{ readonly name: string }, Echo> = post("/echo", {
  id: "create_pet",
  input: lazy(() => object({ name: string() })),
  idempotency: { header: "Idempotency-Key", newKey: randomKey },
})
