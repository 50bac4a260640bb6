import { PristineError } from "../errors/pristine-error.ts"
import type { Call } from "./call.ts"
import { encodeBody } from "./encode-body.ts"
import { encodeQuery } from "./encode-query.ts"
import { randomKey } from "./random-key.ts"
import type { Pairs } from "./scope.ts"
import { validate } from "./validate.ts"

/**
 * Everything about a request that stays the same over its attempts: the input is checked and becomes URL and body.
 * Nothing has been sent when it fails.
 */
export async function prepare(call: Call): Promise<void> {
  const { plan, input, scope, options } = call
  const { spec, client } = plan
  if (options.idempotencyKey !== undefined && plan.keyHeader === undefined) {
    throw new PristineError("input", `${spec.id} sends no idempotency key, so none can be given`, { phase: "prepare" })
  }
  // The input of a poll is ours.
  if (call.polling === undefined) {
    const checked = validate(call, spec.input, input, "input", { phase: "prepare" })
    if (checked !== undefined) await call.lifetime.race(checked)
  }
  const path = spec.path(input)
  scope.query = queryOf(call)
  const query = encodeQuery(scope.query)
  const slash = path.startsWith("/") ? "" : "/"
  call.url = `${client.baseUrl}${slash}${path}${query === "" ? "" : `?${query}`}`
  if (spec.body !== undefined) await encodeBody(call, spec.body)
  if (spec.weight !== undefined) call.weight = spec.weight(input)
}

/** Begins a logical call: its attempts share one idempotency key, which the caller may have chosen. */
export function beginLogicalCall(call: Call): void {
  call.scope.attempt = 0
  if (call.plan.keyHeader !== undefined) call.idempotencyKey = call.options.idempotencyKey ?? randomKey()
}

function queryOf(call: Call): Pairs {
  const own = call.plan.spec.query?.(call.input, call.scope) ?? []
  const over = [call.plan.client.options.query, call.options.query].filter((given) => given !== undefined)
  return over.reduce<Pairs>((pairs, given) => {
    const kept = pairs.filter(([name]) => !Object.hasOwn(given, name))
    return [...kept, ...Object.entries(given)]
  }, own)
}
