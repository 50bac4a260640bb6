import { sse } from "../../../src/adapters/streaming/sse.ts"
import type { Client } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { policy, postSpec, rule, spec, type SpecOver } from "../../core/fixture.ts"

/** One call of the mix, whatever becomes of it. */
export type MixedCall = (client: Client) => Promise<unknown>

const at = (path: string, over: SpecOver = {}): SpecOver => ({ path: () => `/${path}`, ...over })
const retry = [policy({ rules: [rule({ baseMs: 0 })] })]

const get = defineOperation(() => spec(at("pet")))
const post = defineOperation(() => postSpec(at("pets", { idempotencyHeader: "Idempotency-Key" })))
const missing = defineOperation(() => spec(at("missing")))
const stall = defineOperation(() => spec(at("stall")))
const flaky = defineOperation(() => spec(at("flaky", { retry })))
const watch = defineStream(() => ({ ...spec(at("events")), framing: sse, event: {} }))

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function aborted(client: Client): Promise<unknown> {
  const controller = new AbortController()
  const call = stall({}, { client, signal: controller.signal })
  void turn().then(() => controller.abort("enough"))
  return call
}

async function streamed(client: Client, mostEvents: number): Promise<void> {
  let count = 0
  const headers = mostEvents === Infinity ? { "X-End": "1" } : {}
  for await (const _event of await watch({}, { client, headers })) if (++count === mostEvents) break
}

/** Every way that a call can end, under one signal that outlives all of them where a call takes one. */
export function callMix(signal: AbortSignal): readonly MixedCall[] {
  return [
    (client) => get({}, { client }),
    (client) => get({}, { client, signal }),
    (client) => post({ name: "Rex" }, { client, signal }),
    (client) => get.raw({}, { client }),
    (client) => missing({}, { client, signal }),
    (client) => missing.safe({}, { client }),
    aborted,
    (client) => stall({}, { client, signal, timeout: 2 }),
    (client) => flaky({}, { client, signal }),
    (client) => streamed(client, 1),
    (client) => streamed(client, Infinity),
  ]
}
