import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { OperationSpec } from "../../../src/core/operation/operation-spec.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, header, policy, postSpec, rejection, rule, type SpecOver, spec, testService } from "../fixture.ts"

const ok = { body: { name: "Rex" } }
const broken = (maybeExecuted = true): Error => new PristineError("connection", "gone", { maybeExecuted })

describe("retries", () => {
  it.each<[name: string, over: SpecOver, script: FakeStep[], call: CallOptions, requests: number, outcome: unknown]>([
    ["a status that the policy names", {}, [{ status: 503 }, ok], {}, 2, { name: "Rex" }],
    ["a status that it does not", {}, [{ status: 501 }], {}, 1, 501],
    ["no policy", { retry: [] }, [{ status: 503 }], {}, 1, 503],
    ["until the attempts are used up", {}, [{ status: 503 }, { status: 502 }, { status: 500 }], {}, 3, 500],
    ["connection failures of a GET", {}, [broken(), ok], {}, 2, { name: "Rex" }],
    ["500 of an unkeyed POST is not retried", { method: "POST" }, [{ status: 500 }], {}, 1, 500],
    ["502 of an unkeyed POST is not retried", { method: "POST" }, [{ status: 502 }], {}, 1, 502],
    ["503 of an unkeyed POST is", { method: "POST" }, [{ status: 503 }, ok], {}, 2, { name: "Rex" }],
    ["429 of an unkeyed POST is", { method: "POST" }, [{ status: 429 }, ok], {}, 2, { name: "Rex" }],
    ["a reset of an unkeyed POST is not", { method: "POST" }, [broken()], {}, 1, "connection"],
    ["a refused connection of one is", { method: "POST" }, [broken(false), ok], {}, 2, { name: "Rex" }],
    [
      "500 of a keyed POST is",
      { method: "POST", idempotencyHeader: "X-Key" },
      [{ status: 500 }, ok],
      {},
      2,
      { name: "Rex" },
    ],
    ["500 of a PUT is", { method: "PUT" }, [{ status: 500 }, ok], {}, 2, { name: "Rex" }],
    [
      "a failure that is permanent is not",
      {},
      [new PristineError("connection", "bad certificate", { retryable: false })],
      {},
      1,
      "connection",
    ],
    ["retry: false", {}, [{ status: 503 }], { retry: false }, 1, 503],
    ["retry: a number of attempts", {}, [{ status: 503 }, { status: 503 }], { retry: { maxAttempts: 2 } }, 2, 503],
    [
      "retry: attempts of an operation without a policy",
      { retry: [] },
      [{ status: 503 }, ok],
      { retry: { maxAttempts: 2 } },
      2,
      { name: "Rex" },
    ],
    ["a Retry-After beyond the cap", {}, [{ status: 503, headers: { "retry-after": "61" } }], {}, 1, 503],
  ])("%s", async (_, over, script, call, requests, outcome) => {
    const { client, clock, transport } = bench(script)
    const result = defineOperation(() => spec({ retry: [policy()], ...over })).safe({}, { client, ...call })
    await clock.advance(60_000)
    const settled = await result
    expect(transport.requests).toHaveLength(requests)
    if (settled.ok) expect(settled.data).toEqual(outcome)
    else expect([settled.error.status, settled.error.code]).toContain(outcome)
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it("waits what the policy and the server say", async () => {
    const times: number[] = []
    const script = [{ status: 503 }, { status: 503, headers: { "retry-after": "2" } }, ok]
    const { client, clock, transport } = bench((_, index) => {
      times.push(clock.now())
      return script[index]
    })
    const call = defineOperation(() => spec({ retry: [policy()] }))({}, { client })
    await clock.advance(10_000)
    await call
    expect(transport.requests).toHaveLength(3)
    expect(times).toEqual([0, 100, 2_100])
  })

  it("carries what the service asked for", async () => {
    const { client } = bench([{ status: 429, headers: { "retry-after": "90", "x-request-id": "r1" } }])
    const error = await rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    expect(error).toMatchObject({ retryAfterMs: 90_000, requestId: "r1", retryable: true, maybeExecuted: false })
  })

  it("an outer policy makes new logical calls: new key, attempts from 0", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const inner = policy({ name: "inner", rules: [rule({ maxAttempts: 2 })] })
    const outer = policy({ name: "outer", rules: [rule({ maxAttempts: 2, retryAfter: false })] })
    const headers: OperationSpec["headers"] = (_, scope) => [["X-Attempt", scope.attempt]]
    const operation = defineOperation(() => postSpec({ retry: [outer, inner], idempotencyHeader: "X-Key", headers }))
    const failed = rejection(operation({}, { client }))
    await clock.advance(60_000)
    expect(await failed).toMatchObject({ status: 503, attempts: 4 })
    expect(transport.requests.map((request) => header(request, "X-Attempt"))).toEqual(["0", "1", "0", "1"])
    const keys = transport.requests.map((request) => header(request, "X-Key"))
    expect(keys[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/)
    expect([keys[0] === keys[1], keys[2] === keys[3], keys[0] === keys[2]]).toEqual([true, true, false])
  })

  it("a caller's key is kept over all attempts", async () => {
    const { client, clock, transport } = bench([{ status: 503 }, { status: 503 }, ok])
    const one = policy({ rules: [rule({ maxAttempts: 2 })] })
    const call = defineOperation(() => postSpec({ retry: [policy(), one], idempotencyHeader: "X-Key" }))(
      {},
      { client, idempotencyKey: "k" },
    )
    await clock.advance(60_000)
    await call
    expect(transport.requests.map((request) => header(request, "x-key"))).toEqual(["k", "k", "k"])
  })

  it("a key for an operation that sends none is refused", async () => {
    const { client } = bench([ok])
    expect(await rejection(defineOperation(() => postSpec())({}, { client, idempotencyKey: "k" }))).toMatchObject({
      code: "input",
    })
  })

  it("an outer limit bounds the inner waits", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const inner = policy({ name: "inner", rules: [rule({ backoff: "constant", baseMs: 400, maxAttempts: Infinity })] })
    const outer = policy({ name: "outer", maxElapsedMs: 1_000, rules: [rule({ backoff: "constant", baseMs: 400 })] })
    const failed = rejection(defineOperation(() => spec({ retry: [outer, inner] }))({}, { client }))
    await clock.advance(60_000)
    await failed
    expect(transport.requests).toHaveLength(3)
    expect(clock.pending).toBe(0)
  })

  it("a body that can be read once is sent once", async () => {
    const { client, transport } = bench([{ status: 503 }])
    const once = new Blob(["x"]).stream()
    const body = { encode: () => "x", writer: { contentType: "text/plain", write: () => once } }
    await rejection(defineOperation(() => postSpec({ retry: [policy()], body }))({}, { client }))
    expect(transport.requests).toHaveLength(1)
  })

  it("a client without retries makes one attempt", async () => {
    const { client, transport } = bench([{ status: 503 }], { retry: false })
    await rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    expect(transport.requests).toHaveLength(1)
  })

  it("a client's overrides change a policy by its name", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }), {
      retryPolicies: { http: { rules: [rule({ maxAttempts: 5, backoff: "none" })] } },
    })
    const failed = rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    await clock.advance(0)
    await failed
    expect(transport.requests).toHaveLength(5)
  })

  it("asking for retries that the build removed is an error", async () => {
    const service = testService()
    const { retry: _retry, ...without } = service.spec
    const { client } = bench([ok], {}, { ...service, spec: without })
    expect(await rejection(defineOperation(() => spec())({}, { client, retry: { maxAttempts: 2 } }))).toMatchObject({
      code: "config",
    })
  })

  it.each([0, 1.5, Number.NaN, -1])("%d attempts are refused", async (maxAttempts) => {
    const { client } = bench([ok])
    expect(await rejection(defineOperation(() => spec())({}, { client, retry: { maxAttempts } }))).toMatchObject({
      code: "input",
    })
  })
})
