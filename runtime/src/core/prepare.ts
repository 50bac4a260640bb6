import { PristineError } from "../errors/pristine-error.ts"
import type { Call } from "./call.ts"
import { encodeBody } from "./encode-body.ts"
import { encodeQuery } from "./encode-query.ts"
import { randomKey } from "./random-key.ts"
import type { Pairs, PairValue } from "./scope.ts"
import { validate } from "./validate.ts"

/**
 * Everything about a request that stays the same over its attempts: the input is checked and becomes URL and body.
 * Nothing has been sent when it fails. `undefined` where nothing had to be waited for.
 */
export function prepare(call: Call): Promise<void> | undefined {
  const { plan, options } = call
  const { spec } = plan
  if (options.idempotencyKey !== undefined && plan.keyHeader === undefined) {
    throw new PristineError("input", `${spec.id} sends no idempotency key, so none can be given`, { phase: "prepare" })
  }
  // The input of a poll is ours.
  const checked =
    call.polling === undefined ? validate(call, spec.input, call.input, "input", { phase: "prepare" }) : undefined
  return checked === undefined ? build(call) : call.lifetime.race(checked).then(() => build(call))
}

function build(call: Call): Promise<void> | undefined {
  const { plan, input, scope } = call
  const { spec, client } = plan
  const path = spec.path(input)
  scope.query = queryOf(call)
  const query = encodeQuery(scope.query)
  const slash = path.startsWith("/") ? "" : "/"
  call.url = `${client.baseUrl}${slash}${path}${query === "" ? "" : `?${query}`}`
  if (spec.weight !== undefined) call.weight = spec.weight(input)
  return spec.body === undefined ? undefined : encodeBody(call, spec.body)
}

/** Begins a logical call: its attempts share one idempotency key, which the caller may have chosen. */
export function beginLogicalCall(call: Call): void {
  call.scope.attempt = 0
  if (call.plan.keyHeader !== undefined) call.idempotencyKey = call.options.idempotencyKey ?? randomKey()
}

function queryOf(call: Call): Pairs {
  const own = call.plan.spec.query?.(call.input, call.scope) ?? []
  return override(override(own, call.plan.client.options.query), call.options.query)
}

function override(pairs: Pairs, over: Readonly<Record<string, PairValue>> | undefined): Pairs {
  if (over === undefined) return pairs
  return [...pairs.filter(([name]) => !Object.hasOwn(over, name)), ...Object.entries(over)]
}
