import { expect } from "vitest"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Hooks } from "../../../src/core/client/hooks.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import type { BodyReader } from "../../../src/ports/serializer.ts"
import type { FakeAnswer } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, json, policy, postSpec, rule, schemaOf, type SpecOver, testService } from "../fixture.ts"

/** Everything that takes part in a call, writing down when its turn comes. */
function recorded(log: string[]): { options: ClientOptions; over: SpecOver; service: ReturnType<typeof testService> } {
  const note = (text: string) => (): void => void log.push(text)
  const hooks: Hooks = {
    onRequest: note("hook onRequest"),
    onResponse: note("hook onResponse"),
    onRetry: note("hook onRetry"),
    onError: note("hook onError"),
  }
  const auth: Auth = {
    apply: note("credentials"),
    onUnauthorized: () => (log.push("credentials refused"), true),
  }
  const reader: BodyReader = { ...json, read: (bytes) => (log.push("read"), json.read(bytes)) }
  const service = testService({
    rateLimit: () => ({
      acquire: () => (log.push("limit taken"), Promise.resolve(note("limit released"))),
      settled: () => (log.push("limit settled"), Promise.resolve()),
      throttle: note("limit throttled"),
    }),
  })
  const options: ClientOptions = {
    hooks,
    auth,
    circuitBreaker: { enter: () => (log.push("breaker asked"), (outcome) => log.push(`breaker told ${outcome}`)) },
    telemetry: { emit: ({ type }) => log.push(`telemetry ${type}`) },
  }
  const over: SpecOver = {
    service,
    input: schemaOf(() => (log.push("input checked"), true)),
    path: () => (log.push("path"), "/pets"),
    headers: () => (log.push("headers"), []),
    body: { encode: (input) => (log.push("body"), input), writer: json },
    success: [
      {
        status: 200,
        readers: [reader],
        decode: (wire) => (log.push("decoded"), wire),
        schema: schemaOf(() => (log.push("answer checked"), true)),
      },
    ],
    rateLimit: { name: "all" },
    idempotencyHeader: "K",
    classify: () => void log.push("classified"),
    retry: [policy({ rules: [rule({ maxAttempts: 2 })] })],
  }
  return { options, over, service }
}

async function orderOf(script: readonly FakeAnswer[]): Promise<readonly string[]> {
  const log: string[] = []
  const { options, over, service } = recorded(log)
  const { client, clock } = bench(
    script.map((answer) => () => (log.push("transport"), answer)),
    options,
    service,
  )
  const call = defineOperation(() => postSpec(over)).safe({}, { client })
  await clock.advance(60_000)
  await call
  return log
}

const before = ["telemetry call:start", "input checked", "path", "body", "limit taken"]
const attempt = (status: number): string[] => [
  "limit settled",
  "breaker asked",
  "headers",
  "hook onRequest",
  "credentials",
  "telemetry attempt:start",
  "transport",
  "hook onResponse",
  "classified",
  ...(status === 200 ? ["read", "decoded", "answer checked"] : []),
  "telemetry attempt:end",
  `breaker told ${status >= 500 ? "failure" : "success"}`,
]
const after = ["limit released", "telemetry call:end"]

it.for<[name: string, statuses: number[], want: string[]]>([
  ["a success", [200], [...before, ...attempt(200), ...after]],
  ["a retry", [503, 200], [...before, ...attempt(503), "telemetry retry", "hook onRetry", ...attempt(200), ...after]],
  [
    "a credential that is refused and renewed",
    [401, 200],
    [...before, ...attempt(401), "credentials refused", ...attempt(200), ...after],
  ],
  ["a failure that is not repeated", [404], [...before, ...attempt(404), "hook onError", ...after]],
  [
    "a failure that is repeated to the end",
    [503, 503],
    [...before, ...attempt(503), "telemetry retry", "hook onRetry", ...attempt(503), "hook onError", ...after],
  ],
])("the order of %s", async ([, statuses, want]) => {
  expect(await orderOf(statuses.map((status) => ({ status, body: {} })))).toEqual(want)
})

it("docs/pipeline.md draws that order", async () => {
  const { readFile } = await import("node:fs/promises")
  const page = await readFile(new URL("../../../../docs/pipeline.md", import.meta.url), "utf8")
  const drawn = ["call:start", "prepare", "admission", "onRequest", "credentials", "attempt:start", "onResponse"]
  const places = [...drawn, "attempt:end", "onRetry"].map((text) => page.indexOf(text, page.indexOf("flowchart")))
  expect(places).toEqual([...places].sort((one, other) => one - other))
})
