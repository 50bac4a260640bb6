import { PristineError } from "../../errors/pristine-error.ts"
import type { MockAnswerSpec, MockSpec, WireSchema } from "../../ports/mock-spec.ts"
import type { Random } from "../../ports/random.ts"
import type { MockedOperation } from "./mocked-operation.ts"
import { wireValue } from "./wire-value.ts"

/** An answer before it is put on the wire. */
export interface MockAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

/** Events of a mocked stream. */
const events = 3

/** The answer that an operation declares for a status; the first success where none is asked for. */
export function makeAnswer(
  { id, mock }: MockedOperation,
  status: number | undefined,
  query: URLSearchParams,
  random: Random,
): MockAnswer {
  const declared =
    status === undefined ? (mock.future ?? mock.answers[0]) : mock.answers.find((answer) => fits(answer.status, status))
  if (status !== undefined && !declared) {
    const known = mock.answers.map((answer) => answer.status).join(", ")
    throw new PristineError("config", `${id} declares no answer of the status ${status}, only ${known}`)
  }
  const number = status ?? plainStatus(declared?.status ?? 204)
  if (mock.stream && number < 400) return streamAnswer(id, number, mock, random)
  return bodyAnswer(id, number, declared, mock, query, random)
}

function bodyAnswer(
  id: string,
  status: number,
  { media, schema }: Pick<MockAnswerSpec, "media" | "schema"> = {},
  mock: MockSpec,
  query: URLSearchParams,
  random: Random,
): MockAnswer {
  if (media === undefined) return { status, headers: {}, body: undefined }
  const headers = { "content-type": media }
  if (!schema) {
    const message = `${id} answers ${media} in a form of its own: give the mock a handler for it`
    throw new PristineError("config", message)
  }
  const value = valueOf(id, schema, mock, random)
  if (/[/+]json\b|^\*\/\*/.test(media)) {
    const body = mock.page && status < 300 ? lastPage(value, mock.page, query) : value
    return {
      status,
      headers: { "content-type": media.startsWith("*") ? "application/json" : media },
      body: JSON.stringify(body),
    }
  }
  return { status, headers, body: typeof value === "string" ? value : JSON.stringify(value) }
}

function valueOf(id: string, schema: WireSchema, { types }: MockSpec, random: Random): unknown {
  try {
    return wireValue(schema, types, random)
  } catch (cause) {
    const { message: reason } = cause as Error
    const message = `${id} cannot be mocked: ${reason}. Give the type an example, or the mock a handler`
    throw new PristineError("config", message, { cause })
  }
}

function streamAnswer(id: string, status: number, mock: MockSpec, random: Random): MockAnswer {
  const { format, sentinel, eventType, event } = mock.stream ?? { format: "sse", event: {} }
  if (format === "bytes") {
    return { status, headers: { "content-type": "application/octet-stream" }, body: new TextEncoder().encode("mock") }
  }
  const texts = Array.from({ length: events }, () => JSON.stringify(valueOf(id, event, mock, random)))
  const type = eventType === undefined ? "" : `event: ${eventType}\n`
  const frame = (data: string): string => `data: ${data}\n\n`
  const lines = {
    sse: [...texts.map((text) => type + frame(text)), ...(sentinel === undefined ? [] : [frame(sentinel)])],
    ndjson: texts.map((text) => `${text}\n`),
    "json-seq": texts.map((text) => `\u001e${text}\n`),
  }[format]
  const media = { sse: "text/event-stream", ndjson: "application/x-ndjson", "json-seq": "application/json-seq" }[format]
  return { status, headers: { "content-type": media }, body: lines.join("") }
}

/** A page after which there is none: iterating over a mock ends. */
function lastPage(value: unknown, page: NonNullable<MockSpec["page"]>, query: URLSearchParams): unknown {
  let body = value
  const asked = page.counted && query.get(page.counted.name)
  const beyond = asked != null && Number(asked) > (page.counted?.first ?? 0)
  if (beyond) body = put(body, page.items, [])
  const items = at(body, page.items)
  const count = Array.isArray(items) ? items.length : 0
  for (const [path, end] of page.end)
    body = put(body, path, end === "count" ? count + (beyond ? Number(asked) : 0) : end)
  return body
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value)
}

/** The value with something else at a path; `undefined` takes it away. */
function put(value: unknown, [key, ...rest]: readonly string[], inside: unknown): unknown {
  if (key === undefined) return inside
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  const others = Object.entries(value).filter(([name]) => name !== key)
  const changed = put((value as Readonly<Record<string, unknown>>)[key], rest, inside)
  return Object.fromEntries(changed === undefined ? others : [...others, [key, changed]])
}

function fits(declared: number | string, status: number): boolean {
  return declared === status || declared === "default" || declared === `${Math.floor(status / 100)}XX`
}

/** A status of a class, or one that nothing else is declared for. */
function plainStatus(status: number | string): number {
  if (typeof status === "number") return status
  return status === "default" ? 200 : Number(status.charAt(0)) * 100
}
