import type { ApiModel } from "../../model/api-model.ts"
import type { BreakerModel, RateLimitModel, RetryPolicyModel, RetryRuleModel } from "../../model/policies.ts"
import type { ProviderModel } from "../../model/provider.ts"
import { authProperties } from "../auth-code.ts"
import { CodeModule } from "../code-module.ts"
import { findDefaultHeaders } from "../default-headers.ts"
import { encodeComment } from "../encode/comment.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { encodeString } from "../encode/string.ts"
import { indent, layoutArray, layoutCall, layoutObject } from "../layout.ts"
import { breakerName, limitName, policyName } from "../names.ts"
import { headerPair } from "../operation/headers.ts"
import { numbersLiteral } from "../operation/numbers-literal.ts"
import { builtInPolicy, builtInRetrieve } from "../operation/built-in-retrieve.ts"
import type { GeneratedModule, GenerateOptions } from "../options.ts"
import { valueExpression } from "../value-expression.ts"

/** What all operations share: the service, named policies and limits, common headers, `createClient`. */
export function generateService(model: ApiModel, options: GenerateOptions): GeneratedModule {
  const module = new CodeModule(options)
  for (const name of ["service", "createClient", "defaultHeaders", "retrieveFuture", "retrieveFuturePolicy"])
    module.claim(name)
  const policies = [...model.policies.values()].map((policy) => ({
    policy,
    local: module.claim(policyName(policy.name)),
  }))
  const limits = [...model.rateLimits.values()].map((limit) => ({ limit, local: module.claim(limitName(limit.name)) }))
  const breakers = [...model.breakers.values()].map((breaker) => ({
    breaker,
    local: module.claim(breakerName(breaker.name)),
  }))

  const description = model.description === undefined ? [] : encodeComment(model.description)
  const define = module.runtime("defineService")
  const spec = serviceSpec(module, model, options)
  module.export("service", "service", `/* @__PURE__ */ ${define}(() => (${spec}))`, description)

  for (const { policy, local } of policies) {
    const documentation = [`Retry policy \`${tick(policy.name)}\``]
    module.export(policyName(policy.name), local, policyLiteral(policy), documentation, policy.pointer)
  }
  for (const { limit, local } of limits) {
    const documentation = [`Rate limit \`${tick(limit.name)}\``]
    module.export(limitName(limit.name), local, limitLiteral(limit), documentation, limit.pointer)
  }

  for (const { breaker, local } of breakers) {
    const documentation = [`Circuit breaker \`${tick(breaker.name)}\``]
    module.export(breakerName(breaker.name), local, breakerLiteral(breaker), documentation, breaker.pointer)
  }

  const headers = findDefaultHeaders(model)
  if (headers.length > 0) {
    const pairs = layoutArray(headers.map((header) => headerPair(module, header)))
    module.export("defaultHeaders", "defaultHeaders", `(input, scope) => ${pairs}`, ["Headers of every request"])
  }
  if (model.operations.some((operation) => operation.poll && operation.poll.operation === undefined)) {
    if (options.retry) module.export("retrieveFuturePolicy", "retrieveFuturePolicy", policyLiteral(builtInPolicy))
    const retrieve = builtInRetrieve(module, { retry: options.retry, defaultHeaders: headers.length > 0 })
    module.export("retrieveFuture", "retrieveFuture", retrieve, ["Asks for the result of a future"])
  }

  const create = module.runtime("createClient")
  module.export("createClient", "createClient", `(options) => ${create}(service, options)`, [
    "Wires a client: options go over the manifest and the environment. Links no operation.",
  ])
  return module.render()
}

function serviceSpec(module: CodeModule, model: ApiModel, options: GenerateOptions): string {
  const baseUrl = model.baseUrl
    ? valueExpression(module, model.baseUrl, { env: "env" })
    : encodeLiteral(firstServer(model))
  const properties = [
    `name: ${encodeString(model.name)}`,
    `version: ${encodeString(model.version)}`,
    `baseUrl: (${baseUrl.includes("env(") ? "env" : ""}) => ${baseUrl}`,
    ...(model.servers.size === 0 ? [] : [`server: ${serverChoice(module, model)}`]),
    ...authProperties(module, model),
    ...(model.breakers.size === 0 ? [] : [`outcome: ${module.runtime("breakerOutcome")}`]),
    `clock: ${module.runtime("systemClock")}`,
    `transport: ${module.runtime("defaultTransport")}`,
  ]
  if (options.retry && model.operations.some((operation) => operation.retry.length > 0 || operation.poll)) {
    properties.push(`retry: ${module.runtime("budgetedRetry")}`)
  }
  if (options.validate) properties.push(`validate: ${module.runtime("validate")}`)
  if (model.rateLimits.size > 0) {
    const limits = [...model.rateLimits.keys()].map((name) => `${encodeKey(name)}: ${limitName(name)}`)
    properties.push(`rateLimit: ${limitMaker(module, model)}`, `rateLimits: ${layoutObject(limits)}`)
  }
  if (model.provider) properties.push(`provider: ${providerProfile(module, model.provider)}`)
  if (!options.defaultClient) properties.push("defaultClient: false")
  return `{\n${properties.map((property) => `  ${indent(property)},\n`).join("")}}`
}

/** The base URL of the first server, its variables at their defaults. */
function firstServer({ servers }: ApiModel): string | undefined {
  const [server] = servers.values()
  return server?.url.replaceAll(/\{([^{}]*)\}/g, (_, name: string) =>
    encodeURIComponent(server.variables.get(name)?.default ?? ""),
  )
}

function serverChoice(module: CodeModule, { servers }: ApiModel): string {
  const entries = [...servers].map(([name, { url, variables }]) => {
    const known = [...variables].map(([variable, { default: value, values }]) => {
      const facts = [
        ...(value === undefined ? [] : [`default: ${encodeString(value)}`]),
        ...(values === undefined ? [] : [`values: ${encodeLiteral(values)}`]),
      ]
      return `${encodeKey(variable)}: ${layoutObject(facts)}`
    })
    const properties = [
      `url: ${encodeString(url)}`,
      ...(known.length === 0 ? [] : [`variables: ${layoutObject(known)}`]),
    ]
    return `${encodeKey(name)}: ${layoutObject(properties)}`
  })
  return layoutCall(module.runtime("serverUrls"), [layoutObject(entries)])
}

/** Links a reader for each thing that the service says in its own words. */
function providerProfile(module: CodeModule, provider: ProviderModel): string {
  const { requestId, shouldRetry, quotas, problem, errorCode, errorMessage } = provider
  const readers = [
    ...(shouldRetry === undefined
      ? []
      : [layoutCall(module.runtime("shouldRetryHeader"), [encodeString(shouldRetry)])]),
    ...(quotas.length === 0 ? [] : [layoutCall(module.runtime("quotaReset"), quotas.map(encodeLiteral))]),
    ...(problem ? [module.runtime("problemDetails")] : []),
    ...(errorCode || errorMessage
      ? [layoutCall(module.runtime("serviceError"), [encodeLiteral(errorCode), encodeLiteral(errorMessage)])]
      : []),
  ]
  const words = layoutObject([
    ...(requestId.length === 0 ? [] : [`requestId: ${encodeLiteral(requestId)}`]),
    ...(readers.length === 0 ? [] : [`failure: ${layoutArray(readers)}`]),
  ])
  return layoutCall(module.runtime("provider"), [words])
}

/** Links the paces that the limits have, and no other. */
function limitMaker(module: CodeModule, model: ApiModel): string {
  const limits = [...model.rateLimits.values()]
  const makers = [
    ...(limits.some((limit) => limit.requestsPerSecond !== undefined) ? [module.runtime("tokenBucket")] : []),
    ...(limits.some((limit) => limit.maxRequests !== undefined) ? [module.runtime("slidingWindow")] : []),
  ]
  if (makers.length === 0) return module.runtime("createRateLimit")
  return layoutCall(module.runtime("pacedRateLimit"), [layoutObject(makers)])
}

function policyLiteral(policy: Omit<RetryPolicyModel, "pointer">): string {
  const properties = [
    `name: ${encodeString(policy.name)}`,
    `rules: ${layoutArray(policy.rules.map(ruleLiteral))}`,
    ...(policy.maxElapsedMs === undefined ? [] : [`maxElapsedMs: ${String(policy.maxElapsedMs)}`]),
    ...(policy.progressTimeoutMs === undefined ? [] : [`progressTimeoutMs: ${String(policy.progressTimeoutMs)}`]),
  ]
  return layoutObject(properties)
}

function ruleLiteral(rule: RetryRuleModel): string {
  return layoutObject([
    `retryOn: ${encodeLiteral(rule.retryOn)}`,
    `maxAttempts: ${rule.maxAttempts === "unlimited" ? "Infinity" : String(rule.maxAttempts)}`,
    `backoff: ${encodeString(rule.backoff)}`,
    `baseMs: ${String(rule.baseMs)}`,
    `maxMs: ${String(rule.maxMs)}`,
    `jitter: ${encodeLiteral(rule.jitter)}`,
    `retryAfter: ${encodeLiteral(rule.retryAfter)}`,
    ...(rule.maxElapsedMs === undefined ? [] : [`maxElapsedMs: ${String(rule.maxElapsedMs)}`]),
  ])
}

function limitLiteral({ name, pointer: _, weight: __, ...numbers }: RateLimitModel): string {
  return numbersLiteral(name, numbers)
}

function breakerLiteral({ name, pointer: _, per, ...numbers }: BreakerModel): string {
  const given = Object.entries(numbers).map(([key, value]) => `${key}: ${String(value)}`)
  return layoutObject([
    `name: ${encodeString(name)}`,
    ...given,
    ...(per === undefined ? [] : [`per: ${encodeString(per)}`]),
  ])
}

function tick(name: string): string {
  return encodeComment(name).join(" ").replaceAll("`", "'")
}
