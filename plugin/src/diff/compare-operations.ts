import type { AuthScheme } from "../model/auth-scheme.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { BodyModel, OperationModel, Parameter, ResponseModel } from "../model/operation.ts"
import { typeText } from "../model/type-text.ts"
import { compareTypes } from "./compare-types.ts"
import type { ComparedModels, Place } from "./compared-models.ts"
import { compareObjects } from "./compare-objects.ts"
import { meaning, sameMeaning } from "./same-meaning.ts"

/** Notes what is different between two forms of one operation. `name` is what its callers call it. */
export function compareOperations(
  models: ComparedModels,
  before: OperationModel,
  after: OperationModel,
  name: string,
): void {
  const { note } = models
  const concern = { operations: [name] }
  const at = after.pointer
  const kinds = { unary: "a single answer", stream: "a stream", future: "a future", pages: "a list in pages" }
  if (before.kind !== after.kind)
    note("operation-kind", at, { what: name, from: kinds[before.kind], to: kinds[after.kind] }, concern)
  if (lineOf(before) !== lineOf(after))
    note("request-line", at, { what: name, from: requestLine(before), to: requestLine(after) }, concern)
  if (before.deprecated !== after.deprecated)
    note(
      "operation-deprecated",
      at,
      { what: name, to: after.deprecated ? "deprecated" : "no longer deprecated" },
      concern,
    )
  if (before.server !== after.server) note(after.server ? "server-only" : "no-server-only", at, { what: name }, concern)
  if (before.description !== after.description || !sameMeaning(before.tags, after.tags))
    note("documentation-changed", at, { what: name }, concern)
  compareParameters(models, before, after, name)
  compareBodies(models, before, after, name)
  compareAnswers(models, before, after, name)
  compareAuth(models, before, after, name)
  compareBehaviour(models, before, after, name)
}

/** Names of path parameters are no part of what is sent. */
function lineOf({ method, route }: OperationModel): string {
  return `${method} ${route.replaceAll(/\{[^{}]*\}/g, "{}")}`
}

function requestLine({ method, route }: OperationModel): string {
  return `${method} ${route}`
}

function compareParameters(models: ComparedModels, before: OperationModel, after: OperationModel, name: string): void {
  const asFields = ({ parameters, pointer }: OperationModel) => ({
    kind: "object" as const,
    pointer,
    // Where a parameter travels is told by itself.
    fields: parameters.map((each) => ({
      name: each.name,
      wire: [each.name],
      type: each.type,
      required: each.required,
      omitNull: each.omitNull,
      pointer: each.pointer,
      ...(each.default && { default: each.default }),
    })),
  })
  const place: Place = { what: name, flow: "request", operations: [name] }
  compareObjects(models, asFields(before), asFields(after), place)
  for (const parameter of after.parameters) {
    const old = before.parameters.find((each) => each.name === parameter.name)
    if (!old) continue
    const what = `${name}.${parameter.name}`
    if (placeText(old) !== placeText(parameter))
      models.note("parameter-place", parameter.pointer, { what, from: placeText(old), to: placeText(parameter) }, place)
    if ((old.description ?? "") !== (parameter.description ?? ""))
      models.note("documentation-changed", parameter.pointer, { what }, { operations: [name] })
  }
}

function placeText({ in: where, wire, style, explode, allowReserved }: Parameter): string {
  const named = where === "path" ? `path parameter` : `${where} parameter ${JSON.stringify(wire)}`
  return `${named} (${style}${explode ? ", exploded" : ""}${allowReserved ? ", reserved characters as they are" : ""})`
}

function compareBodies(models: ComparedModels, before: OperationModel, after: OperationModel, name: string): void {
  const { note } = models
  const [old, now] = [before.body, after.body]
  const place: Place = { what: name, flow: "request", operations: [name] }
  if (!old && !now) return
  if (!old) {
    note(now?.required ? "required-body-added" : "optional-body-added", after.pointer, { what: name }, place)
    return
  }
  if (!now) {
    note("body-removed", after.pointer, { what: name }, place)
    return
  }
  const at = now.type.pointer
  if (formOf(old) !== formOf(now)) note("body-form", at, { what: name, from: formOf(old), to: formOf(now) }, place)
  if (!old.required && now.required) note("body-became-required", at, { what: name }, place)
  if (old.required && !now.required) note("body-became-optional", at, { what: name }, place)
  compareTypes(models, old.type, now.type, now.placement === "flat" ? place : { ...place, what: `${name}.body` })
}

function formOf({ contentType, placement }: BodyModel): string {
  return `${contentType}${placement === "body" ? " under `body`" : ""}`
}

function compareAnswers(models: ComparedModels, before: OperationModel, after: OperationModel, name: string): void {
  const { note } = models
  const concern = { operations: [name] }
  const [old, now] = [before.result, after.result]
  if (!old && now) note("result-added", after.pointer, { what: name, to: typeText(now) }, concern)
  if (old && !now) note("result-removed", after.pointer, { what: name }, concern)
  if (old && now) compareTypes(models, old, now, { what: `${name}()`, flow: "response", operations: [name] })
  compareStatuses(models, before, after, name)
  if (before.stream && after.stream && before.stream.format !== after.stream.format)
    note("stream-format", after.pointer, { what: name, from: before.stream.format, to: after.stream.format }, concern)
  compareEventTypes(models, before, after, name)
  const [from, to] = [wrappingOf(before), wrappingOf(after)]
  if (old && now && from !== to) note("answer-wrapping", after.pointer, { what: name, from, to }, concern)
}

/** Without a list of types, all are handed out. */
function compareEventTypes(
  { note }: ComparedModels,
  before: OperationModel,
  after: OperationModel,
  name: string,
): void {
  if (!before.stream || !after.stream) return
  const concern = { operations: [name] }
  const [old, now] = [before.stream.eventTypes, after.stream.eventTypes]
  if (old && !now) note("event-type-added", after.pointer, { what: name, to: "events of all types" }, concern)
  if (!old && now) {
    const from = `events of other types than ${now.map((type) => JSON.stringify(type)).join(", ")}`
    note("event-type-removed", after.pointer, { what: name, from }, concern)
  }
  if (!old || !now) return
  for (const type of now.filter((each) => !old.includes(each)))
    note("event-type-added", after.pointer, { what: name, to: `events of the type ${JSON.stringify(type)}` }, concern)
  for (const type of old.filter((each) => !now.includes(each)))
    note(
      "event-type-removed",
      after.pointer,
      { what: name, from: `events of the type ${JSON.stringify(type)}` },
      concern,
    )
}

function wrappingOf({ success }: OperationModel): string {
  const path = success.find(({ unwrap }) => unwrap)?.unwrap
  return path ? `\`${path.join(".")}\` of the body` : "the whole body"
}

/** Of successes only which there are: what they hold is the operation's result. */
function compareStatuses(models: ComparedModels, before: OperationModel, after: OperationModel, name: string): void {
  const answersOf = ({ success, errors }: OperationModel) => [...success, ...errors]
  for (const old of answersOf(before)) {
    if (!findStatus(answersOf(after), old))
      models.note("status-removed", after.pointer, { what: name, from: String(old.status) }, { operations: [name] })
  }
  for (const now of answersOf(after)) {
    const old = findStatus(answersOf(before), now)
    if (!old) models.note("status-added", now.pointer, { what: name, to: String(now.status) }, { operations: [name] })
    else if (after.errors.includes(now) && old.type && now.type) {
      const place = { what: `${name}()[${now.status}]`, flow: "response", operations: [name] } as const
      compareTypes(models, old.type, now.type, place)
    }
  }
}

function findStatus(answers: readonly ResponseModel[], { status }: ResponseModel): ResponseModel | undefined {
  return answers.find((each) => String(each.status) === String(status))
}

function compareAuth(models: ComparedModels, before: OperationModel, after: OperationModel, name: string): void {
  const concern = { operations: [name] }
  const [olds, news] = [alternatives(before, models.before), alternatives(after, models.after)]
  for (const [key, text] of news)
    if (!olds.has(key)) models.note("auth-added", after.pointer, { what: name, to: text }, concern)
  for (const [key, text] of olds)
    if (!news.has(key)) models.note("auth-removed", after.pointer, { what: name, from: text }, concern)
}

/** Ways to authenticate by what they mean. Without any, none is one. */
function alternatives({ auth }: OperationModel, model: ApiModel): ReadonlyMap<string, string> {
  const none = ["none", "no credentials"] as const
  if (auth.length === 0) return new Map([none])
  return new Map(
    auth.map((key) => {
      const schemes = key === false ? [] : (model.auth.get(key) ?? [])
      return schemes.length === 0 ? none : ([meaning(schemes), schemes.map(schemeText).join(" and ")] as const)
    }),
  )
}

function schemeText(scheme: AuthScheme): string {
  const kind = scheme.type === "api_key" ? `an API key in the ${scheme.in} ${JSON.stringify(scheme.name)}` : scheme.type
  return scheme.env === undefined ? kind : `${kind} from ${scheme.env}`
}

/** What the generated client does by itself, and callers neither write nor read. */
function compareBehaviour(models: ComparedModels, before: OperationModel, after: OperationModel, name: string): void {
  const facets: Readonly<Record<string, (operation: OperationModel) => unknown>> = {
    "constant headers": ({ headers }) => headers,
    "constant query": ({ query }) => query,
    "constants in the body": ({ body }) => body?.constants ?? [],
    "content encodings": ({ body }) => body?.encodings ?? [],
    timeouts: ({ timeouts }) => timeouts,
    retries: ({ retry }) => retry,
    "classification of answers": ({ classify }) => classify,
    "rate limit": ({ rateLimit }) => rateLimit,
    "circuit breaker": ({ breaker }) => breaker,
    "connection pool": ({ pool }) => pool,
    "idempotency key": ({ idempotencyHeader }) => idempotencyHeader,
    telemetry: ({ telemetry }) => telemetry,
    polling: ({ poll }) => poll,
    paging: ({ page }) => page && { ...page, item: undefined },
    "end and resumption of the stream": ({ stream }) =>
      stream && { ...stream, format: undefined, eventTypes: undefined },
  }
  for (const [facet, read] of Object.entries(facets)) {
    if (sameMeaning([read(before)], [read(after)])) continue
    models.note("behavior-changed", after.pointer, { what: `${name}: ${facet}` }, { operations: [name] })
  }
}
