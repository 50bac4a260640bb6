import { expect, describe } from "vitest"
import { multipart } from "../../src/adapters/multipart/multipart.ts"
import { sse } from "../../src/adapters/streaming/sse.ts"
import { fetchTransport } from "../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import type { Client } from "../../src/core/client/client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { defineStream } from "../../src/core/stream/define-stream.ts"
import type { CallOptions } from "../../src/core/client/call-options.ts"
import type { Clock } from "../../src/ports/clock.ts"
import type { Transport } from "../../src/ports/transport.ts"
import type { VirtualClock } from "../../src/testing/virtual-clock.ts"
import { policy, postSpec, rule, spec, testService } from "../core/fixture.ts"
import { test } from "../test.ts"
import { closedPort, serveFault, type FaultServer } from "./fault-server.ts"
import { faults, type FaultRow, type Outcome } from "./fault-table.ts"

type Kind = "GET" | "keyed POST" | "stream" | "upload"

const transports: readonly [name: "undici" | "fetch", create: (clock: Clock) => Transport][] = [
  ["undici", (clock) => undiciTransport({ clock })],
  ["fetch", (clock) => fetchTransport({ clock })],
]

const retry = [policy({ rules: [rule({ baseMs: 0 })] })]

async function* file(): AsyncGenerator<Uint8Array> {
  for (const part of ["one ", "two"]) yield await Promise.resolve(new TextEncoder().encode(part))
}

const calls: Readonly<Record<Kind, (client: Client, options: CallOptions) => Promise<unknown>>> = {
  GET: (client, options) => defineOperation(() => spec({ retry }))({}, { ...options, client }),
  "keyed POST": (client, options) =>
    defineOperation(() => postSpec({ retry, idempotencyHeader: "Idempotency-Key" }))({}, { ...options, client }),
  upload: (client, options) =>
    defineOperation(() => postSpec({ retry, body: { encode: () => ({ f: { stream: file } }), writer: multipart } }))(
      {},
      { ...options, client },
    ),
  async stream(client, options) {
    const events = await defineStream(() => ({ ...spec({ retry }), framing: sse, event: {} }))(
      {},
      { ...options, client },
    )
    let last: unknown
    for await (const event of events) last = event
    return last
  },
}

/** Only the limit in question runs, so that moving the clock cannot hit another. */
function limits(outcome: Outcome) {
  const none = { headersMs: Infinity, idleMs: Infinity, attemptMs: Infinity, totalMs: Infinity }
  if (outcome === "silent") return { ...none, headersMs: 1000 }
  if (outcome === "stuck") return { ...none, idleMs: 1000 }
  return outcome === "endless" ? { ...none, totalMs: 1000 } : none
}

/** What the table's outcome means for one kind of call. A stream is not repeated once it is open, an upload never. */
function expected(outcome: Outcome, kind: Kind, race: boolean): object {
  const attempts = kind === "upload" ? 1 : 3
  const once = kind === "stream" || kind === "upload" ? 1 : 3
  switch (outcome) {
    case "whole":
      return { value: { n: 1 } }
    case "unsent":
      return { code: "connection", phase: "connect", maybeExecuted: false, retryable: true, attempts }
    case "refused for good":
      return { code: "connection", phase: "connect", maybeExecuted: false, retryable: false, attempts: 1 }
    case "broken":
      return { code: "connection", retryable: true, attempts, ...(!race && { phase: "headers", maybeExecuted: true }) }
    case "cut":
      return { code: "connection", phase: "body", maybeExecuted: true, retryable: true, attempts: once }
    case "silent":
      return { code: "timeout", phase: "headers", maybeExecuted: true, retryable: true, attempts }
    case "stuck":
      return {
        code: "timeout",
        phase: kind === "stream" ? "event" : "body",
        maybeExecuted: true,
        retryable: true,
        attempts: once,
      }
    case "endless":
      return { code: "timeout", phase: "total", maybeExecuted: true, retryable: false, attempts: 1 }
  }
}

/** Moves the clock each time the server has nothing more to say, until the call is over. */
async function drive(call: Promise<unknown>, server: FaultServer | undefined, clock: VirtualClock): Promise<object> {
  const over = call.then(
    (value): object => ({ value }),
    (error: unknown) => error as object,
  )
  for (let times = 1; ; times++) {
    const result = await Promise.race([over, server?.stalled(times).then(() => undefined) ?? over])
    if (result !== undefined) return result
    await clock.armed()
    await clock.advance(1000)
  }
}

/** One table for both: their results are equal. */
describe.for(transports)("M129 %s", ([, create]) => {
  describe.for<Kind>(["GET", "keyed POST", "stream", "upload"])("%s", (kind) => {
    test.for(faults.map((row): [string, FaultRow] => [row.name, row]))("%s", async ([, row], { clock, resources }) => {
      const { fault, tls, outcome, race = false } = row
      const server = fault && resources.use(await serveFault(fault))
      const url = server?.url ?? (await closedPort())
      const transport = create(clock)
      resources.defer(() => transport.close?.())
      const client = createClient(testService(), {
        transport,
        clock,
        baseUrl: tls ? url.replace("http:", "https:") : url,
        timeout: limits(outcome),
      })
      const result = await drive(calls[kind](client, { signal: new AbortController().signal }), server, clock)
      expect(result).toMatchObject(expected(outcome, kind, race))
      expect(clock.pending).toBe(0)
      if (server && outcome === "broken" && !race) expect(server.requests).toHaveLength(kind === "upload" ? 1 : 3)
    })
  })
})
