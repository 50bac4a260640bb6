import { describe, expect } from "vitest"
import { VirtualClock } from "../../../../../runtime/src/testing/virtual-clock.ts"
import { json, startLocalService } from "../../../local-service/index.ts"
import { it } from "../../test.ts"
import { type Answer, connect, type TestClient, trainingProto, withService } from "../client.ts"

const proto = "application/x-protobuf"
const stepBody = (modelId: string, seqId: number) => ({ model_id: modelId, seq_id: seqId, adam_params: {} })
const outcome = ({ status, json: body }: Answer): unknown => [status, body["detail"]]

/** Which of `count` requests to an endpoint were refused. */
async function refusals(client: TestClient, count: number, path = "/sessions"): Promise<readonly boolean[]> {
  const statuses: boolean[] = []
  for (let index = 0; index < count; index++) statuses.push((await client.call("GET", path)).status !== 200)
  return statuses
}

describe("a status", () => {
  it.each([
    { name: "408", fault: "408", status: 408, retryAfter: null },
    { name: "410", fault: "410", status: 410, retryAfter: null },
    { name: "429 says when to come back", fault: "429", status: 429, retryAfter: "1" },
    { name: "429 with a time of its own", fault: "429=7", status: 429, retryAfter: "7" },
    { name: "402, as an account in arrears gets", fault: "402", status: 402, retryAfter: null },
    { name: "503 with Retry-After", fault: "503=2", status: 503, retryAfter: "2" },
  ])("$name", async ({ fault, status, retryAfter }) => {
    await withService({ faults: [fault] }, async (client) => {
      const answer = await client.call("GET", "/sessions")
      expect(outcome(answer)).toEqual([status, `Injected fault: ${status}`])
      expect(answer.headers.get("retry-after")).toBe(retryAfter)
    })
  })

  it("comes instead of the work, or after it", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      client.service.setFaults(["500*1@optim_step"])
      expect((await client.post("/optim_step", stepBody(modelId, 1))).status).toBe(500)
      client.service.setFaults(["late-500*1@optim_step"])
      const pollOf = async (seqId: number): Promise<unknown> => {
        const { json: body } = await client.post("/optim_step", stepBody(modelId, seqId))
        return (await client.poll(body["request_id"])).json["metrics"]
      }
      expect((await client.post("/optim_step", stepBody(modelId, 1))).status).toBe(500)
      client.service.setFaults([])
      // The first step ran for a client that never heard of it, and does not run again.
      expect(await pollOf(2)).toEqual({ "step:max": 2 })
      expect(await pollOf(1)).toEqual({ "step:max": 1 })
    })
  })
})

describe("a connection", () => {
  it.each(["reset", "late-reset", "truncate"])("ends under the client: %s", async (fault) => {
    await withService({ faults: [fault] }, async (client) => {
      await expect(client.call("GET", "/sessions")).rejects.toThrow()
      client.service.setFaults([])
      expect((await client.call("GET", "/sessions")).status).toBe(200)
    })
  })

  it.each(["stall", "late-stall"])("stays without an answer until the client leaves: %s", async (fault) => {
    await withService({ faults: [`${fault}@sessions`] }, async (client) => {
      const abort = new AbortController()
      const headers = { "X-API-Key": "tml-test", Connection: "close" }
      const asked = fetch(`${client.service.url}/api/v1/sessions`, { signal: abort.signal, headers }).then((response) =>
        response.text(),
      )
      const failed = expect(asked).rejects.toThrow("enough")
      // Whatever an answer takes, this many others take longer.
      for (let index = 0; index < 20; index++) await client.call("GET", "/healthz")
      abort.abort(new Error("enough"))
      await failed
    })
  })

  it("that stalls ends with the service", async () => {
    const service = await startLocalService({ seed: 1, faults: ["stall@sessions"] })
    const stalled = expect(connect(service).call("GET", "/sessions")).rejects.toThrow()
    await connect(service).call("GET", "/healthz")
    await service.close()
    await stalled
  })
})

describe("an answer", () => {
  it("of protobuf is cut, and says that this is all of it", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const body = trainingProto(["a text"], { modelId, seqId: 1 })
      const { json: submitted } = await client.post("/forward_backward", body, { "Content-Type": proto })
      const whole = await client.poll(submitted["request_id"], { accept: proto })
      client.service.setFaults(["shorten@retrieve_future"])
      const half = await client.poll(submitted["request_id"], { accept: proto })
      expect(half.bytes.length).toBe(Math.floor(whole.bytes.length / 2))
      expect(whole.bytes.subarray(0, half.bytes.length)).toEqual(half.bytes)
    })
  })

  it("that is written while it is made is cut all the same", async () => {
    await withService({ faults: ["shorten@stream_sample"] }, async (client) => {
      const body = { base_model: "local/tiny-bytes", prompt: { chunks: [{ tokens: [104] }] } }
      const answer = await client.post("/stream_sample", { ...body, sampling_params: { max_tokens: 8, seed: 1 } })
      const text = Buffer.from(answer.bytes).toString()
      expect(text).toMatch(/^event: token\n/)
      expect(text).not.toContain("event: done")
    })
  })

  it("comes twice, and the second one is nobody's", async () => {
    await withService({ faults: ["duplicate@sessions"] }, async (client) => {
      await client.createModel()
      expect((await client.call("GET", "/sessions")).json).toHaveProperty("sessions")
      expect((await client.call("GET", "/checkpoints")).json).toHaveProperty("checkpoints")
    })
  })

  it("to a request that a proxy sent again is that of the second", async () => {
    await withService({ faults: ["replay@create_session"] }, async (client) => {
      const { json: created } = await client.post("/create_session", { tags: [] })
      const { json: listed } = await client.call("GET", "/sessions")
      expect(listed["sessions"]).toHaveLength(2)
      expect(listed["sessions"]).toHaveProperty("0", created["session_id"])
    })
  })

  it("waits until another has overtaken it", async () => {
    const clock = new VirtualClock()
    await withService({ clock, faults: ["reorder=5000@sessions"] }, async (client) => {
      const order: string[] = []
      const held = client.call("GET", "/sessions").then(() => order.push("first"))
      await clock.armed()
      await client.call("GET", "/checkpoints")
      order.push("second")
      await held
      expect(order).toEqual(["second", "first"])
      expect(clock.pending).toBe(0)
      const alone = client.call("GET", "/sessions")
      await clock.armed()
      await clock.advance(5000)
      expect((await alone).status).toBe(200)
    })
  })

  it("waits for the latency's time on the service's clock", async () => {
    const clock = new VirtualClock()
    await withService({ clock, faults: ["latency=250@sessions"] }, async (client) => {
      const answer = client.call("GET", "/sessions")
      await clock.armed()
      expect(clock.nextDelay).toBe(250)
      await clock.advance(250)
      expect((await answer).status).toBe(200)
    })
  })

  it.each([
    { fault: "paused_capacity*1", options: {}, status: 408, state: "paused_capacity", reason: null },
    {
      fault: "paused_rate_limit=too many models*1",
      options: { tryAgainStatus: 200 },
      status: 200,
      state: "paused_rate_limit",
      reason: "too many models",
    },
  ] as const)("tells of a queue that is paused: $fault", async ({ fault, options, status, state, reason }) => {
    await withService({ ...options, faults: [fault] }, async (client) => {
      const { modelId } = await client.createModel()
      const submitted = await client.post("/optim_step", stepBody(modelId, 1))
      const requestId = submitted.json["request_id"]
      const paused = await client.poll(requestId)
      const body = { type: "try_again", request_id: requestId, queue_state: state, queue_state_reason: reason }
      expect([paused.status, paused.json]).toEqual([status, body])
      expect((await client.poll(requestId)).json).toEqual({ metrics: { "step:max": 1 } })
    })
  })
})

describe("chance", () => {
  it("is the same for the same seed, whatever happens at other endpoints", async () => {
    const run = async (faultSeed: number, between: (client: TestClient) => Promise<unknown>) => {
      let met: readonly boolean[] = []
      await withService({ faults: ["503:0.3"], faultSeed }, async (client) => {
        await between(client)
        met = await refusals(client, 60)
      })
      return met
    }
    const calm = await run(7, () => Promise.resolve())
    expect(await run(7, (client) => refusals(client, 5, "/checkpoints"))).toEqual(calm)
    expect(await run(8, () => Promise.resolve())).not.toEqual(calm)
    const share = calm.filter(Boolean).length / calm.length
    expect(share).toBeGreaterThan(0.15)
    expect(share).toBeLessThan(0.45)
  })

  it("stops after so many times, and starts anew with other switches", async () => {
    await withService({ faults: ["503*2"] }, async (client) => {
      expect(await refusals(client, 4)).toEqual([true, true, false, false])
      client.service.setFaults(["503*1"])
      expect(await refusals(client, 2)).toEqual([true, false])
    })
  })

  it("meets the endpoints that were named", async () => {
    await withService({ faults: ["503@sessions/*+checkpoints"] }, async (client) => {
      const { sessionId } = await client.createModel()
      const paths = ["/sessions", `/sessions/${sessionId}`, "/checkpoints", `/sessions/${sessionId}/trace_export`]
      const statuses = paths.map(async (path) => (await client.call("GET", path)).status)
      expect(await Promise.all(statuses)).toEqual([200, 503, 503, 200])
    })
  })
})

describe("faults", () => {
  it("of several switches all meet a request, the first one outermost", async () => {
    const clock = new VirtualClock()
    await withService({ clock, faults: ["latency=50", "502", "503"] }, async (client) => {
      const answer = client.call("GET", "/sessions")
      await clock.armed()
      await clock.advance(50)
      expect((await answer).status).toBe(502)
    })
  })

  it("leave alone what an intercept answers", async () => {
    await withService({ faults: ["503"], intercept: () => json({ mine: true }) }, async (client) => {
      expect((await client.call("GET", "/sessions")).json).toEqual({ mine: true })
    })
  })

  it.each([
    ["503@optim", 'Fault 503: there is no endpoint "optim"'],
    ["99", 'Fault "99": expected'],
    [{ fault: 503, rate: 2 }, "a rate is above 0"],
  ])("that are faulty keep the service from starting: %j", async (fault, why) => {
    await expect(startLocalService({ faults: [fault] })).rejects.toThrow(why)
  })

  it("that are faulty change nothing", async () => {
    await withService({ faults: ["503"] }, async (client) => {
      expect(() => client.service.setFaults(["404", "nonsense"])).toThrow("Fault")
      expect((await client.call("GET", "/sessions")).status).toBe(503)
    })
  })
})

describe("the header", () => {
  const ask = async (client: TestClient, fault: string) =>
    outcome(await client.call("GET", "/sessions", undefined, { "X-Local-Service-Fault": fault }))

  it("asks for a fault of one request", async () => {
    await withService({}, async (client) => {
      expect(await ask(client, "503")).toEqual([503, "Injected fault: 503"])
      expect((await client.call("GET", "/sessions")).status).toBe(200)
      expect(await ask(client, "503@checkpoints")).toEqual([200, undefined])
    })
  })

  it("spares a request the switches that are on", async () => {
    await withService({ faults: ["503"] }, async (client) => {
      expect(await ask(client, "none")).toEqual([200, undefined])
    })
  })

  it("that cannot be read is the client's mistake", async () => {
    await withService({}, async (client) => {
      expect(await ask(client, "503:2")).toEqual([400, 'Fault "503:2": a rate is above 0 and at most 1'])
      expect(await ask(client, "502, 503:2")).toEqual([400, 'Fault "503:2": a rate is above 0 and at most 1'])
      expect(await ask(client, "503@nowhere")).toEqual([400, 'Fault 503: there is no endpoint "nowhere"'])
    })
  })
})
