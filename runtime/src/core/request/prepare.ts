import { type ErrorFacts, PristineError } from "../../errors/pristine-error.ts"
import type { Call } from "../call/call.ts"
import { encodeQuery } from "./encode-query.ts"
import type { Pairs, PairValue } from "../client/scope.ts"

/**
 * Everything about a request that stays the same over its attempts: the input is checked and becomes URL and body.
 * Nothing has been sent when it fails. `undefined` where nothing had to be waited for.
 */
export function prepare(call: Call): Promise<void> | undefined {
  const { plan, options } = call
  const { spec } = plan
  spec.guard?.(spec.id)
  if (options.idempotencyKey !== undefined && !spec.idempotency) {
    throw new PristineError("input", "No idempotency key is sent, so none can be given", { phase: "prepare" })
  }
  // The input of a poll is ours.
  const checked = call.polling ? undefined : plan.validate?.(call, spec.input, call.input, "input", inPreparation)
  return checked ? call.lifetime.race(checked).then(() => build(call)) : build(call)
}

const inPreparation = (): ErrorFacts => ({ phase: "prepare" })

function build(call: Call): Promise<void> | undefined {
  const { plan, input, scope, options } = call
  const { spec, client } = plan
  const path = spec.path(input)
  scope.query = override(override(spec.query?.(input, scope) ?? [], client.options.query), options.query)
  const query = encodeQuery(scope.query)
  call.url = (spec.baseUrl ?? client.baseUrl) + (path.startsWith("/") ? "" : "/") + path + (query && `?${query}`)
  if (spec.weight) call.weight = spec.weight(input)
  return spec.body?.(call)
}

/** Begins a logical call: its attempts share one idempotency key, which the caller may have chosen. */
export function beginLogicalCall(call: Call): void {
  call.scope.attempt = 0
  const { idempotency } = call.plan.spec
  if (idempotency) call.idempotencyKey = call.options.idempotencyKey ?? idempotency.newKey()
}

function override(pairs: Pairs, over: Readonly<Record<string, PairValue>> | undefined): Pairs {
  return over ? [...pairs.filter(([name]) => !Object.hasOwn(over, name)), ...Object.entries(over)] : pairs
}
