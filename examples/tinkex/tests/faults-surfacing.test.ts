import { describe, expect } from "vitest"
import api, { createClient } from "#tinker.pristine.json"
import { apiKey } from "pristine-runtime"
import { byteTokenizer } from "../local-service/index.ts"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { openStorm, type StormOptions, type StormyService } from "./stormy-service.ts"
import { it } from "./test.ts"

const model = "local/tiny-bytes"
const tokens = byteTokenizer.encode("to be")
const data = [datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: tokens.slice(1) })]
const prompt = ModelInput.fromInts(tokens)

async function openTraining(options: StormOptions = {}) {
  const storm = await openStorm(options)
  const training = await storm.run(storm.service.createLoraTrainingClient(model, { rank: 2, seed: 3 }))
  return { storm, training }
}

describe("a fault that the protocol shows to the caller", () => {
  it.each([
    { fault: "410", code: "future_expired", status: 410 },
    { fault: "401", code: "http", status: 401 },
    { fault: "403", code: "http", status: 403 },
    { fault: "404", code: "http", status: 404 },
    { fault: "409", code: "http", status: 409 },
    { fault: "422", code: "http", status: 422 },
  ])("of a result, $fault, has its code, and the next operation its turn", async ({ fault, code, status }) => {
    const { storm, training } = await openTraining()
    await using _ = storm
    storm.local.setFaults([`${fault}*1@retrieve_future`])
    await expect(storm.run(training.forwardBackward(data, "cross_entropy"))).rejects.toMatchObject({
      code,
      status,
    })
    expect(await storm.run(training.optimStep())).toEqual({ metrics: { "step:max": 1 } })
  })

  it("of a result whose protobuf is cut is one of decoding", async () => {
    const { storm, training } = await openTraining()
    await using _ = storm
    storm.local.setFaults(["shorten*1@retrieve_future"])
    await expect(storm.run(training.forwardBackward(data, "cross_entropy"))).rejects.toMatchObject({
      code: "decode",
    })
    expect(await storm.run(training.optimStep())).toEqual({ metrics: { "step:max": 1 } })
  })

  it.each(["410", "404", "422"])("of a request, %s, has its code, too", async (fault) => {
    const { storm, training } = await openTraining()
    await using _ = storm
    storm.local.setFaults([`late-${fault}*1@optim_step`])
    await expect(storm.run(training.optimStep())).rejects.toMatchObject({ code: "http", status: Number(fault) })
    // The service did the work, so the next number follows.
    expect(await storm.run(training.optimStep())).toEqual({ metrics: { "step:max": 2 } })
  })

  it("of a request that the service did not take holds up what comes after, and is told of", async () => {
    const { storm, training } = await openTraining()
    await using _ = storm
    const { path } = await storm.run(training.saveState("before"))
    storm.local.setFaults(["422*1@optim_step"])
    await expect(storm.run(training.optimStep())).rejects.toMatchObject({ code: "http", status: 422 })
    const next = training.optimStep()
    await storm.run(next.submitted)
    expect(storm.log).toEqual([expect.stringContaining(`did not accept operation 2 of ${training.modelId}`)])
    next.cancel(new Error("enough"))
    await expect(next).rejects.toThrow("enough")
    const other = await storm.run(storm.service.createTrainingClientFromState(path))
    expect(await storm.run(other.optimStep())).toEqual({ metrics: { "step:max": 1 } })
  })

  it.each([
    { times: 3, outcome: "goes on" },
    { times: 4, outcome: "fails" },
  ])("of a poll that is refused with 400 $times times $outcome", async ({ times, outcome }) => {
    const { storm, training } = await openTraining()
    await using _ = storm
    storm.local.setFaults([`400*${times}@retrieve_future`])
    const step = storm.run(training.optimStep())
    if (outcome === "fails") await expect(step).rejects.toMatchObject({ code: "http", status: 400 })
    else expect(await step).toEqual({ metrics: { "step:max": 1 } })
  })

  it("of an account that stays in arrears comes after the pause that the flags allow", async () => {
    const { storm, training } = await openTraining({ flags: { billing_exception_max_pause_duration_sec: 600 } })
    await using _ = storm
    storm.local.setFaults(["402@optim_step"])
    const before = storm.clock.now()
    await expect(storm.run(training.optimStep())).rejects.toMatchObject({ code: "http", status: 402 })
    expect(storm.clock.now() - before).toBeGreaterThan(600_000)
    expect(storm.clock.now() - before).toBeLessThan(700_000)
    expect(storm.log).toContain("The job is paused because of the account's billing status")
  })
})

describe("sampling", () => {
  const sample = async ({ service }: StormyService) => {
    const sampling = await service.createSamplingClient({ baseModel: model })
    return (await sampling.sample(prompt, { max_tokens: 6, seed: 4 })).sequences
  }

  it("asks anew, under another number, for a result that is gone", async () => {
    await using calm = await openStorm()
    const expected = await calm.run(sample(calm))
    await using storm = await openStorm({ faults: ["410*2@retrieve_future"] })
    expect(await storm.run(sample(storm))).toEqual(expected)
    expect(calm.requests.get("asample")).toBe(1)
    expect(storm.requests.get("asample")).toBe(3)
  })

  it("tells of it where the server's flag says so", async () => {
    await using storm = await openStorm({ faults: ["410*1@retrieve_future"], flags: { sample_no_retries: true } })
    await expect(storm.run(sample(storm))).rejects.toMatchObject({ code: "future_expired", status: 410 })
  })
})

describe("a paused queue", () => {
  it.each([
    ["paused_capacity", "Tinker backend is running short on capacity, please wait"],
    ["paused_rate_limit", "concurrent training clients rate limit hit"],
    ["paused_rate_limit=four models at once", "four models at once"],
  ])("is told to a person: %s", async (fault, reason) => {
    const { storm, training } = await openTraining()
    await using _ = storm
    storm.local.setFaults([`${fault}*5@retrieve_future`])
    await storm.run(training.optimStep())
    expect(storm.log).toEqual([`Training for ${training.modelId} is paused. Reason: ${reason}.`])
  })
})

describe("the header of every request", () => {
  it.each(["503", "reset", "429*2, 503"])("lets a client connect and train that tries again: %s", async (fault) => {
    // Nobody tells a closed client's last batch of telemetry to try again.
    const client = { headers: { "X-Local-Service-Fault": fault }, sendTelemetry: false }
    await using storm = await openStorm({ client })
    const training = await storm.run(storm.service.createLoraTrainingClient("local/tiny-bytes", { rank: 4, seed: 2 }))
    expect((await storm.run(training.optimStep())).metrics).toEqual({ "step:max": 1 })
    const faults = fault === "429*2, 503" ? 3 : 1
    for (const endpoint of ["client/config", "client/dynamic_config", "create_session", "create_model", "optim_step"])
      expect([endpoint, storm.requests.get(endpoint)]).toEqual([endpoint, faults + 1])
  })
})

describe("the header of one request", () => {
  it("is enough to see a client try again", async () => {
    await using storm = await openStorm()
    const client = createClient({
      baseUrl: storm.local.url,
      clock: storm.clock,
      auth: apiKey({ header: "X-API-Key", token: "tml-test" }),
    })
    const headers = { "X-Local-Service-Fault": "503, 500" }
    const { session_id } = await storm.run(api.sessions.create({ tags: [] }, { client, headers }))
    expect(storm.requests.get("create_session")).toBe(3)
    const { sessions } = await storm.run(api.sessions.list({}, { client }))
    expect(sessions).toEqual([session_id])
    await client.close()
  })
})
