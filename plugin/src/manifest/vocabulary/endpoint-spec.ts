import type { KeySpec, ObjectSpec } from "./key-type.ts"
import {
  any,
  choice,
  either,
  flag,
  list,
  map,
  milliseconds,
  object,
  off,
  positive,
  text,
  type,
  value,
} from "./key-types.ts"

const values = map(value)
const removableValues = map(value)

/** Keys that an endpoint and `defaults` share. */
const shared: readonly KeySpec[] = [
  { name: "resource", type: text("resource"), default: "none", doc: "Group in the client; `a.b` nests." },
  { name: "tags", type: list(text()), default: "none", doc: "Tags for documentation and the OpenAPI document." },
  { name: "deprecated", type: flag, default: "false", doc: "Marks the operation `@deprecated`." },
  {
    name: "parameters",
    type: map(either(object("parameter"), text(), off)),
    doc: "Path, query and header parameters by name. A path parameter that is not declared is required text; what is not in the path goes into the query.",
  },
  { name: "headers", type: removableValues, doc: "Constant, environment or computed headers." },
  { name: "query", type: removableValues, doc: "Constant, environment or computed query parameters." },
  {
    name: "content_type",
    type: text("media"),
    default: "application/json",
    doc: "Media type of the body: JSON, form, multipart, text or bytes. Any other needs a `codec` on the request's type.",
  },
  {
    name: "content_encoding",
    type: either(list(text("coding")), off),
    default: "none",
    doc: "Encodings that the service accepts; used when the client's `compress` option names one.",
  },
  {
    name: "responses",
    type: map(either(object("response"), text(), off)),
    synonyms: ["error_types"],
    doc: "By status, class (`4XX`) or `default`. Listed 2xx and 3xx are successes (a 3xx is not followed), 4xx and 5xx type the error's body.",
  },
  {
    name: "auth",
    type: either(text(), off, list(either(text(), off))),
    default: "the list `default`",
    doc: "Name of the credentials to send, or alternatives: the first that is there as a whole, where `false` stands for none. `false`: none.",
  },
  {
    name: "timeout",
    type: either(milliseconds, object("timeout"), off),
    default: "the client's",
    doc: "Milliseconds of one attempt, or of each phase.",
  },
  {
    name: "retry",
    type: either(text(), list(text()), off),
    default: "the policy `default`",
    doc: "A policy, or a list that nests: each attempt of the first is a call under the next, with a new idempotency key. `false`: one attempt.",
  },
  {
    name: "classify",
    type: either(text("code"), off),
    doc: "Function that judges an answer before the retry rules do.",
  },
  { name: "rate_limit", type: either(text(), off), doc: "Name of the shared admission limit." },
  { name: "circuit_breaker", type: either(text(), off), doc: "Name of the circuit breaker that attempts go through." },
  { name: "pool", type: either(text(), off), doc: "Name of the connection pool." },
  {
    name: "idempotency",
    type: flag,
    default: "false",
    doc: "Sends a UUID per logical call, the same on every attempt. Not on GET and HEAD.",
  },
  { name: "idempotency_header", type: text("header"), default: "X-Idempotency-Key", doc: "Header of that key." },
  { name: "async", type: flag, default: "false", doc: "The operation returns a future." },
  {
    name: "poll",
    type: object("poll"),
    default: "`POST /api/v1/retrieve_future` with `{ request_id }` every second",
    doc: "How a future is polled. Keys of the polled endpoint's own `poll` are its defaults.",
  },
  { name: "poll_endpoint", type: text(), doc: "Older spelling of `endpoint` in `poll`." },
  { name: "streaming", type: flag, default: "false", doc: "The operation returns a stream of events." },
  {
    name: "stream_format",
    type: choice("sse", "ndjson", "json-seq", "bytes"),
    default: "sse",
    doc: "Framing of the stream: server-sent events, lines of JSON, JSON text sequences (RFC 7464), or the bytes as they come.",
  },
  { name: "stream", type: object("stream"), doc: "How a stream ends, fails and goes on." },
  {
    name: "server",
    type: flag,
    default: "false",
    doc: "For servers only: a browser build that holds the operation fails, and a call in a browser is refused.",
  },
  {
    name: "telemetry",
    type: flag,
    default: "true",
    doc: "`false`: calls are not reported. Telemetry names a call by the endpoint's id.",
  },
]

const refused = {
  transform: "Use `alias`, `omit_if` and `codec` on the request's type.",
  middleware: "Wrap the transport that you pass to `createClient`, or name a `classify` function.",
  body_type: "Use `content_type`: `multipart/form-data`, `application/octet-stream`, …",
  security: "Use `auth` with the name of a list, or with several names as alternatives.",
  max_retries: "Use `retry` with a policy's name; `max_attempts` counts the first try.",
  retry_delay: "Use `base_ms` of a retry policy.",
  max_retry_delay: "Use `max_ms` of a retry policy.",
  request_type: "Use `request`.",
  response_type: "Use `response`.",
  env_var: 'Use { "env": "NAME" } where the value belongs.',
}

export const endpoint: ObjectSpec = {
  title: "an endpoint",
  doc: "One operation.",
  keys: [
    {
      name: "id",
      type: text("line"),
      default: "the key in `endpoints`",
      doc: "Id of the endpoint; required where `endpoints` is a list.",
    },
    {
      name: "name",
      type: text("line"),
      default: "the id without the resource's own word, in camelCase",
      doc: "Name of the operation within its resource.",
    },
    { name: "description", type: text(), doc: "Text of the operation's doc comment." },
    { name: "method", type: text("method"), required: true, doc: "HTTP method." },
    {
      name: "path",
      type: text("path"),
      required: true,
      doc: "Appended to the base URL; `{x}` takes a parameter, percent-encoded except for what RFC 3986 allows in a segment.",
    },
    {
      name: "request",
      type,
      default: "POST, PUT and PATCH take an optional untyped `body`",
      doc: "Body. The fields of a closed object, or of a union of such, join the input; any other type goes under `body`. `void`: no body.",
    },
    { name: "body", type: map(any), doc: "Values merged into the body and gone from the input." },
    {
      name: "response",
      type,
      default: "any",
      doc: "What the caller gets: the final result if `async`, one event if `streaming`. `void` ignores the body.",
    },
    {
      name: "response_unwrap",
      type: text("members"),
      doc: "Where `response` is in the body, when it is wrapped: `data.result`. An answer without it cannot be decoded.",
    },
    ...shared,
    {
      name: "event_types",
      type: either(text("line"), list(text("line"))),
      default: "all",
      doc: "Types of the server-sent events that the caller gets; others are skipped, unread. An event without one is a `message`.",
    },
    { name: "pagination", type: object("pagination"), doc: "The operation iterates over pages and their items." },
  ],
  refused: { ...refused, optional: "Leave `required` out." },
}

export const defaults: ObjectSpec = {
  title: "defaults",
  doc: "What all endpoints start from.",
  keys: [
    ...shared,
    {
      name: "omit_if",
      type: choice("null"),
      default: "none",
      doc: "For all optional fields that are not nullable: `null` means absent, both ways.",
    },
  ],
  refused,
}

export const timeout: ObjectSpec = {
  title: "a timeout",
  doc: "Milliseconds by phase; which of them hold where, and when there is none: [limits of time](./client.md#limits-of-time).",
  keys: [
    {
      name: "connect_ms",
      type: milliseconds,
      default: "10,000",
      doc: "Until the connection stands; `fetch` leaves it to the platform.",
    },
    { name: "headers_ms", type: milliseconds, default: "60,000", doc: "Until the answer's headers are there." },
    { name: "idle_ms", type: milliseconds, default: "60,000", doc: "Between two pieces of the body." },
    { name: "attempt_ms", type: milliseconds, default: "120,000", doc: "One attempt; becomes `$timeout.seconds`." },
    { name: "total_ms", type: milliseconds, default: "600,000", doc: "The whole call with its retries." },
  ],
}

export const poll: ObjectSpec = {
  title: "a poll",
  doc: "How a future is polled.",
  keys: [
    {
      name: "endpoint",
      type: text(),
      default: "the built-in one",
      doc: "Id of the endpoint to poll; its own id asks the same again.",
    },
    {
      name: "parameters",
      type: values,
      doc: "Input of the poll, from the first answer. Where one finds nothing, the first answer is the result.",
    },
    { name: "headers", type: values, doc: "Headers of each poll, over the polled endpoint's own." },
    {
      name: "pending",
      type: either(type, list(type)),
      doc: "Answers of this type, whatever their status, mean: not yet.",
    },
    {
      name: "failed",
      type: either(type, list(type)),
      doc: "Answers of this type mean: failed. All others are the result.",
    },
    {
      name: "interval_ms",
      type: value,
      default: "1000",
      doc: "Least time from the start of one poll to the start of the next.",
    },
  ],
}

export const stream: ObjectSpec = {
  title: "a stream",
  doc: "How server-sent events end, fail and go on. Keys of the `stream` of `defaults` hold where an endpoint has none.",
  keys: [
    {
      name: "sentinel",
      type: either(text("line"), off),
      default: "`[DONE]` ends the stream, and none is needed",
      doc: "Data of the event that ends the stream. A connection that closes without it was cut off: an error, or a reason to resume.",
    },
    {
      name: "error_event",
      type: either(text("line"), off),
      default: "error",
      doc: "Type of the event with which the service says that it failed; `false`: such an event is like any other.",
    },
    {
      name: "resume",
      type: either(flag, object("resume")),
      default: "false",
      doc: "Connects again, with `Last-Event-ID`, after a failure and after a close alike, until the sentinel or a 204.",
    },
  ],
}

export const resume: ObjectSpec = {
  title: "a resume object",
  doc: "How often and how fast a stream connects again.",
  keys: [
    {
      name: "max_attempts",
      type: positive,
      default: "5",
      doc: "Connections in a row that bring no event before the stream fails.",
    },
    {
      name: "base_ms",
      type: milliseconds,
      default: "1000",
      doc: "First wait; doubled for each connection in a row, half of it random. `retry` of the service is a lower bound.",
    },
    { name: "max_ms", type: milliseconds, default: "30000, at least `base_ms`", doc: "Longest wait." },
  ],
}

export const response: ObjectSpec = {
  title: "a response",
  doc: "What an answer of one status holds.",
  keys: [
    { name: "type", type, synonyms: ["name"], default: "any", doc: "Type of the body." },
    { name: "body", type: values, doc: "Builds the body from the answer's headers instead of reading it." },
  ],
  refused: { retryable: "Use `retry_on` of a retry policy." },
}

export const pagination: ObjectSpec = {
  title: "a pagination",
  doc: "How the page after one is found: by exactly one of `offset`, `page`, `cursor` and `next_link`. A page that leads back to one that was read is an error.",
  keys: [
    { name: "items", type: text("expression"), required: true, doc: "List of a page's items." },
    { name: "offset", type: text(), doc: "Parameter that is counted up by the items read." },
    {
      name: "page",
      type: text(),
      doc: "Parameter that is counted up by one; its `default` is the number of the first page, without one that is 1.",
    },
    { name: "cursor", type: text(), doc: "Parameter that takes what `next` gives." },
    {
      name: "next",
      type: text("expression"),
      doc: "Cursor of the next page, in the body or a header; nothing, `null` or an empty text ends.",
    },
    {
      name: "next_link",
      type: text("expression"),
      doc: "URL of the next page, in the body or a header; `$response.header.Link` is read by RFC 8288 for `rel=next`. Absolute or relative; another origin is an error.",
    },
    { name: "limit", type: text(), doc: "Parameter with the size of a page, for `offset` and `page`." },
    {
      name: "total",
      type: text("expression"),
      doc: "Number of all items, for `offset` and `page`; without it a page shorter than `limit` is the last.",
    },
    { name: "pages", type: text("expression"), doc: "Number of all pages, for `page`." },
    { name: "more", type: text("expression"), doc: "Whether there is a page after this one: `false` ends." },
  ],
}
