import type { NamedValue, OperationModel, TimeoutModel } from "../../model/operation.ts"
import type { PoolModel } from "../../model/policies.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"
import { inputType } from "../input-types.ts"
import { indent, layoutArray, layoutCall, layoutObject } from "../layout.ts"
import { breakerName, inputSchemaName, limitName, policyName, schemaName } from "../names.ts"
import { mockSpec } from "../mock/mock-spec.ts"
import { bodySpec } from "./body.ts"
import { credentials } from "./credentials.ts"
import { headersFunction } from "./headers.ts"
import { keyFunction } from "./key.ts"
import { numbersLiteral } from "./numbers-literal.ts"
import { pageSpec } from "./page.ts"
import { pathFunction } from "./path.ts"
import { pollSpec } from "./poll.ts"
import { queryFunction } from "./query.ts"
import { responseSpec } from "./responses.ts"
import { secretPlaces } from "./secret-places.ts"
import { streamSpec } from "./stream.ts"

/** The object that describes one operation to the runtime: one property a line. */
export function operationSpec(code: TypeCode, operation: OperationModel, sharedHeaders: readonly NamedValue[]): string {
  const { module, analysis } = code
  const query = queryFunction(code, operation)
  const headers = headersFunction(code, operation, sharedHeaders)
  const service = module.part("service", "service")
  const limit = operation.rateLimit === undefined ? undefined : analysis.model.rateLimits.get(operation.rateLimit)
  const breaker = operation.breaker === undefined ? undefined : analysis.model.breakers.get(operation.breaker)
  const pool = operation.pool === undefined ? undefined : analysis.model.pools.get(operation.pool)
  const properties = [
    service === "service" ? "service" : `service: ${service}`,
    `id: ${encodeString(operation.id)}`,
    `method: ${encodeString(operation.method)}`,
    `route: ${encodeString(operation.route)}`,
    ...optional("guard", operation.server ? module.runtime("serverOnly") : undefined),
    `path: ${pathFunction(code, operation)}`,
    ...optional("query", query),
    ...optional("headers", headers),
    ...optional("input", module.options.validate ? inputSchema(code, operation) : undefined),
    ...optional("key", keyFunction(code, operation)),
    ...optional("secrets", secretPlaces(code, operation)),
    ...optional("body", operation.body && bodySpec(code, operation.body)),
    ...successSpecs(code, operation),
    ...(operation.errors.length === 0 ? [] : [`errors: ${responseList(code, operation.errors)}`]),
    ...optional("auth", credentials(code, operation)),
    ...optional("timeouts", timeouts(operation.timeouts)),
    ...optional("retry", retryList(code, operation)),
    ...optional(
      "classify",
      operation.classify && layoutCall(module.runtime("classified"), [code.reference(operation.classify)]),
    ),
    ...optional("rateLimit", limit && module.part("service", limitName(limit.name))),
    ...optional(
      "circuitBreaker",
      breaker && layoutCall(module.runtime("namedBreaker"), [module.part("service", breakerName(breaker.name))]),
    ),
    ...optional("weight", limit?.weight && code.reference(limit.weight)),
    ...optional("pool", pool && poolLiteral(pool)),
    ...optional("idempotency", idempotency(code, operation)),
    ...(operation.telemetry ? [] : ["telemetry: false"]),
    ...(module.options.mock === true ? [`mock: ${mockSpec(code, operation)}`] : []),
  ]
  return `{\n${properties.map((property) => `  ${indent(property)},\n`).join("")}}`
}

/** The runtime's function that turns the spec of an operation of this kind into its callable. */
export function defineFunction(operation: OperationModel): string {
  return { unary: "defineOperation", stream: "defineStream", future: "defineFuture", pages: "definePages" }[
    operation.kind
  ]
}

/** A future's first answer is plain JSON; the declared result is what the polls end with. */
function successSpecs(code: TypeCode, operation: OperationModel): string[] {
  switch (operation.kind) {
    case "unary":
      return [`success: ${responseList(code, operation.success)}`]
    case "pages":
      return [
        `success: ${responseList(code, operation.success)}`,
        ...optional("page", operation.page && pageSpec(code, operation, operation.page)),
      ]
    case "stream":
      return [
        `success: ${layoutArray(operation.success.map(({ status }) => layoutObject([statusOf(status), "readers: []"])))}`,
        ...streamSpec(code, operation),
      ]
    case "future": {
      const json = layoutArray([code.module.runtime("json")])
      const first = operation.success.map(({ status }) => layoutObject([statusOf(status), `readers: ${json}`]))
      return [
        `success: ${layoutArray([...new Set(first)])}`,
        ...optional("poll", operation.poll && pollSpec(code, operation, operation.poll)),
      ]
    }
  }
}

function statusOf(status: number | string): string {
  return `status: ${typeof status === "number" ? String(status) : encodeString(status)}`
}

function responseList(code: TypeCode, responses: OperationModel["success"]): string {
  return layoutArray(responses.map((response) => responseSpec(code, response)))
}

function inputSchema(code: TypeCode, operation: OperationModel): string | undefined {
  const input = inputType(operation, code.analysis)
  if (!input) return undefined
  return code.module.part("schemas", input.kind === "ref" ? schemaName(input.name) : inputSchemaName(operation))
}

function timeouts(model: TimeoutModel): string | undefined {
  const given = Object.entries(model).filter(([, value]) => value !== undefined)
  return given.length === 0 ? undefined : layoutObject(given.map(([name, value]) => `${name}: ${String(value)}`))
}

/** Reads have no effect that a key could keep from happening twice. */
function idempotency({ module }: TypeCode, { method, idempotencyHeader }: OperationModel): string | undefined {
  if (idempotencyHeader === undefined || method === "GET" || method === "HEAD") return undefined
  return layoutObject([`header: ${encodeString(idempotencyHeader)}`, `newKey: ${module.runtime("randomKey")}`])
}

function poolLiteral(pool: PoolModel): string {
  return numbersLiteral(pool.name, { maxConnections: pool.maxConnections })
}

function retryList(code: TypeCode, operation: OperationModel): string | undefined {
  if (!code.module.options.retry || operation.retry.length === 0) return undefined
  return layoutArray(operation.retry.map((name) => code.module.part("service", policyName(name))))
}

function optional(name: string, value: string | undefined): string[] {
  if (value === undefined || value === "") return []
  return [value === name ? name : `${name}: ${value}`]
}
