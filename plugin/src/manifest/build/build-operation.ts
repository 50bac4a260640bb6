import type { OperationModel, TimeoutModel } from "../../model/operation.ts"
import { flagOf, member, numberOf, oneOrMany, textOf, type Tree } from "../check/tree.ts"
import { buildCredentials } from "./build-credentials.ts"
import { buildBody, checkInputNames } from "./build-body.ts"
import { buildHeaders } from "./build-headers.ts"
import { buildPage } from "./build-page.ts"
import { buildParameters, checkParameterTypes } from "./build-parameters.ts"
import { buildPoll, withoutProgress } from "./build-poll.ts"
import { buildStream, eventType } from "./build-stream.ts"
import { buildResponses } from "./build-responses.ts"
import { defaultPolicyName } from "./build-retry.ts"
import { buildNamedValues, valuePlaces } from "./build-value.ts"
import type { BuildContext } from "./context.ts"
import { effective, effectiveMap, type EndpointEntry } from "./endpoint-entry.ts"
import { nameOf } from "./name-of.ts"
import { parseCodeRef } from "./parse-code-ref.ts"
import { parsePath } from "./parse-path.ts"

/** Everything an endpoint can refer to by name. */
export interface Names {
  readonly auth: ReadonlySet<string>
  /** Those of them that hold a credential for servers only. */
  readonly serverAuth: ReadonlySet<string>
  readonly policies: ReadonlySet<string>
  readonly rateLimits: ReadonlySet<string>
  readonly breakers: ReadonlySet<string>
  readonly pools: ReadonlySet<string>
  readonly endpoints: ReadonlySet<string>
}

/** What an operation is called, decided over all of them. */
export interface OperationNames {
  readonly resource: readonly string[]
  readonly name: string
  readonly flatName: string
}

export interface OperationSources {
  readonly names: Names
  readonly entries: ReadonlyMap<string, EndpointEntry>
  /** `error_types` of the manifest. */
  readonly errorTypes: Tree | undefined
}

/**
 * Builds one operation, every default merged in. Where the method cannot be read, `POST` stands for it, and where the
 * path cannot, it has no parts: both were reported, and the rest of the endpoint is checked all the same.
 */
export function buildOperation(
  entry: EndpointEntry,
  called: OperationNames,
  { names, entries, errorTypes }: OperationSources,
  context: BuildContext,
): OperationModel {
  const { report } = context
  const { id, tree } = entry
  const method = textOf(tree, "method")?.toUpperCase() ?? "POST"
  const route = textOf(tree, "path") ?? ""
  const template = parsePath(member(tree, "path"), report)
  const kind = operationKind(entry, context)
  const { parameters, path } = buildParameters(entry, template, context)
  checkParameterTypes(parameters, context)
  const body = buildBody(entry, method, context)
  checkInputNames(entry, parameters, body, context)
  const responses = buildResponses(entry, errorTypes, context)
  const poll = kind === "future" ? buildPoll(entry, entries, context) : undefined
  const stream = buildStream(entry, kind === "stream", context)
  const answer = stream ? eventType(entry, stream, responses.result, context) : responses.result
  const result = poll ? withoutProgress(answer, poll) : answer
  const success = poll
    ? responses.success.map((response) => ({
        ...response,
        ...(response.type && { type: withoutProgress(response.type, poll) }),
      }))
    : responses.success
  const pagination = member(tree, "pagination")
  const page = kind === "pages" && pagination ? buildPage(pagination, parameters, responses.result, context) : undefined
  const headers = effectiveMap(entry, "headers", (name) => name.toLowerCase())
  const query = effectiveMap(entry, "query")
  checkQuery(query, parameters, context)
  const description = textOf(tree, "description")
  const classify = parseCodeRef(effective(entry, "classify"), report)
  const rateLimit = nameOf(effective(entry, "rate_limit"), names.rateLimits, "rate limit", context)
  const breaker = nameOf(effective(entry, "circuit_breaker"), names.breakers, "circuit breaker", context)
  const pool = nameOf(effective(entry, "pool"), names.pools, "pool", context)
  const idempotencyHeader = idempotencyOf(entry, method, context)
  const auth = buildCredentials(entry, names.auth, context)
  return {
    id,
    pointer: tree.pointer,
    ...called,
    ...(description !== undefined && { description }),
    deprecated: effective(entry, "deprecated") !== undefined,
    tags: oneOrMany(effective(entry, "tags")).map((tag) => textOf(tag) ?? ""),
    method,
    route,
    path,
    parameters,
    ...(body && { body }),
    headers: buildHeaders(headers, valuePlaces.request, report),
    query: buildNamedValues({ pointer: "", value: undefined, members: new Map(query) }, valuePlaces.request, report),
    result,
    success,
    errors: responses.errors,
    kind: kind === "pages" && page === undefined ? "unary" : kind,
    ...(stream && { stream }),
    ...(poll && { poll }),
    ...(page && { page }),
    auth,
    timeouts: timeoutsOf(entry),
    retry: retryOf(entry, names, context),
    ...(classify && { classify }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(breaker !== undefined && { breaker }),
    ...(pool !== undefined && { pool }),
    ...(idempotencyHeader !== undefined && { idempotencyHeader }),
    telemetry:
      member(tree, "telemetry")?.value !== false &&
      (flagOf(tree, "telemetry") || member(entry.defaults, "telemetry")?.value !== false),
    server:
      effective(entry, "server") !== undefined ||
      (auth.length > 0 && auth.every((name) => name !== false && names.serverAuth.has(name))),
  }
}

function operationKind(entry: EndpointEntry, { report }: BuildContext): OperationModel["kind"] {
  const kinds = [
    ["async", "future"],
    ["streaming", "stream"],
    ["pagination", "pages"],
  ] as const
  const given = kinds.filter(([key]) => effective(entry, key))
  const [first, second] = given
  if (first && second) {
    const pointer = effective(entry, second[0])?.pointer ?? entry.tree.pointer
    const what = `"${first[0]}" and "${second[0]}" are two ways to answer`
    report.add("PRISTINE_M0110", pointer, { what, fix: "Keep one of them." }, "key")
  }
  return first?.[1] ?? "unary"
}

function retryOf(entry: EndpointEntry, names: Names, context: BuildContext): readonly string[] {
  const given = member(entry.tree, "retry") ?? member(entry.defaults, "retry")
  if (given === undefined) return [defaultPolicyName]
  if (given.value === false) return []
  const known = new Set([...names.policies, defaultPolicyName])
  return oneOrMany(given).flatMap((policy) => nameOf(policy, known, "retry policy", context) ?? [])
}

function timeoutsOf({ tree, defaults }: EndpointEntry): TimeoutModel {
  const layers = member(tree, "timeout")?.value === false ? [] : [member(defaults, "timeout"), member(tree, "timeout")]
  const last = (key: string): number | undefined =>
    layers
      .map((layer) => (key === "attempt_ms" && typeof layer?.value === "number" ? layer.value : numberOf(layer, key)))
      .findLast((ms) => ms !== undefined)
  const [connectMs, headersMs, idleMs, attemptMs, totalMs] = [
    "connect_ms",
    "headers_ms",
    "idle_ms",
    "attempt_ms",
    "total_ms",
  ].map(last)
  return {
    ...(connectMs !== undefined && { connectMs }),
    ...(headersMs !== undefined && { headersMs }),
    ...(idleMs !== undefined && { idleMs }),
    ...(attemptMs !== undefined && { attemptMs }),
    ...(totalMs !== undefined && { totalMs }),
  }
}

function idempotencyOf(entry: EndpointEntry, method: string, { report }: BuildContext): string | undefined {
  const header = member(entry.tree, "idempotency_header")
  const wanted = effective(entry, "idempotency") !== undefined
  if (header && !wanted) {
    const because = "no idempotency key is sent"
    report.add(
      "PRISTINE_M0109",
      header.pointer,
      { key: "idempotency_header", because, fix: 'Add "idempotency": true.' },
      "key",
    )
  }
  if (!wanted || method === "GET" || method === "HEAD") return undefined
  return textOf(effective(entry, "idempotency_header")) ?? "X-Idempotency-Key"
}

/** A constant and a parameter must not write the same query parameter. */
function checkQuery(
  query: readonly (readonly [name: string, tree: Tree])[],
  parameters: OperationModel["parameters"],
  { report }: BuildContext,
): void {
  for (const [name, { pointer }] of query) {
    if (!parameters.some((parameter) => parameter.in === "query" && parameter.wire === name)) continue
    const what = "Both `query` and `parameters` write this query parameter"
    report.add("PRISTINE_M0110", pointer, { what, fix: "Remove it here, and give the parameter a `default`." }, "key")
  }
}
