import { describe, expect } from "vitest"
import { ModelInput } from "../../src/data/model-input.ts"
import type { ServiceClient } from "../../src/clients/service-client.ts"
import { fakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

type Body = Readonly<Record<string, unknown>>

/** What is said, and the ticket of the work that waits. */
interface Work {
  readonly ticket: string
  readonly subject: string
  readonly rateLimit: string
  readonly run: (service: ServiceClient) => Promise<unknown>
}

const step: Work = {
  ticket: "optim_step/1",
  subject: "Training for s:train:0 is paused",
  rateLimit: "concurrent training clients rate limit hit",
  run: async (service) => (await service.createLoraTrainingClient("base")).optimStep(),
}
const sample: Work = {
  ticket: "asample/0",
  subject: "Sampling is paused for sampler s:sample:0",
  rateLimit: "concurrent sampler weights limit hit",
  run: async (service) => (await service.createSamplingClient({ baseModel: "base" })).sample(ModelInput.fromInts([1])),
}
const creation: Work = {
  ticket: "create_model/0",
  subject: "Model creation for base is paused",
  rateLimit: "concurrent training clients rate limit hit",
  run: (service) => service.createLoraTrainingClient("base"),
}

const capacity = "Tinker backend is running short on capacity, please wait"
const line = ({ subject }: Work, reason: string): string => `${subject}. Reason: ${reason}.`

/** What the log holds after work that was answered so until it was done. */
async function heard(work: Work, answers: readonly Body[]): Promise<readonly string[]> {
  let given = 0
  const tinker = fakeTinker({
    retrieve_future: ({ request_id: id }) => {
      const answer = id === work.ticket ? answers[given++] : undefined
      return answer && { status: 408, body: { type: "try_again", request_id: id, ...answer } }
    },
  })
  await using service = tinker.service
  const done = work.run(service)
  for (let minute = 0; minute < 5; minute++) await tinker.clock.advance(60_000)
  await done
  expect(given).toBe(answers.length + 1)
  return tinker.log
}

describe("a wait is explained", () => {
  it.each<[string, Work]>([
    ["training", step],
    ["sampling", sample],
    ["the creation of a model", creation],
  ])("in words of its own: %s", async (_, work) => {
    expect(await heard(work, [{ queue_state: "paused_rate_limit" }])).toEqual([line(work, work.rateLimit)])
    expect(await heard(work, [{ queue_state: "paused_capacity" }])).toEqual([line(work, capacity)])
  })

  it.each<[string, Body, readonly string[]]>([
    ["as unknown, in a state that nobody knows", { queue_state: "resting" }, ["unknown"]],
    [
      "in the service's own words where it has some",
      { queue_state: "paused_capacity", queue_state_reason: "maintenance until noon" },
      ["maintenance until noon"],
    ],
    ["here where its words are empty", { queue_state: "paused_capacity", queue_state_reason: "" }, [capacity]],
    ["here where its words are null", { queue_state: "paused_capacity", queue_state_reason: null }, [capacity]],
    ["by nothing while the work is under way", { queue_state: "active", queue_state_reason: "busy" }, []],
    ["by nothing where the answer has no state", {}, []],
  ])("%s", async (_, answer, reasons) => {
    expect(await heard(step, [answer])).toEqual(reasons.map((reason) => line(step, reason)))
  })

  it.each<[string, readonly (readonly [waitMs: number, state: string])[], readonly string[]]>([
    [
      "once a minute, whatever the states are",
      [
        [59_999, "paused_rate_limit"],
        [1_000, "paused_capacity"],
        [30_000, "paused_capacity"],
        [30_000, "paused_rate_limit"],
        [1_000, "paused_rate_limit"],
      ],
      [step.rateLimit, capacity, step.rateLimit],
    ],
    ["at once after a time under way", [[1_000, "active"], [1_000, "paused_capacity"]], [capacity]], // prettier-ignore
  ])("%s", async (_, states, reasons) => {
    // The wait that an answer asks for lies between it and the next one.
    const answers = states.map(([retry_after_ms, queue_state]) => ({ queue_state, retry_after_ms }))
    expect(await heard(step, answers)).toEqual(reasons.map((reason) => line(step, reason)))
  })
})
