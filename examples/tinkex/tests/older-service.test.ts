import api from "#tinker.pristine.json"
import { describe, expect } from "vitest"
import { startLocalService } from "../local-service/index.ts"
import { createClient } from "../src/index.ts"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { fakeTinker } from "./fake-tinker.ts"
import { it } from "./test.ts"

const example = datum(ModelInput.fromInts([1, 2, 3]), { target_tokens: [2, 3, 4], weights: [0, 1, 1] })

describe("a service that answers in JSON", () => {
  it("may wrap its results", async () => {
    const tinker = fakeTinker({
      retrieve_future: ({ request_id: id }, nth) => {
        if (id !== "optim_step/1") return undefined
        return nth < 3
          ? { body: { status: "pending" } }
          : { body: { status: "completed", result: { metrics: { a: 1 } } } }
      },
    })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const step = training.optimStep()
    await tinker.clock.advance(1000)
    expect(await step).toEqual({ metrics: { a: 1 } })
  })
})

type Legacy = typeof api.legacy
/** What is deprecated must still work. */
const legacy: Record<"forwardBackwardJson", Legacy["forwardBackwardJson"]> &
  Record<"streamSample", Legacy["streamSample"]> = api.legacy

describe("the older requests", () => {
  it("train and stream", async () => {
    const local = await startLocalService({ seed: 1 })
    await using client = createClient({
      baseUrl: local.url,
      env: (name) => (name === "TINKER_API_KEY" ? "tml-a" : undefined),
    })
    try {
      const { session_id } = await api.sessions.create({}, { client })
      const model = { session_id, model_seq_id: 0, base_model: "local/tiny-bytes", lora_config: {} }
      const { model_id } = await api.training.createModel(model, { client })
      const input = { data: [example], loss_fn: "cross_entropy" }
      const output = await legacy.forwardBackwardJson(
        { forward_backward_input: input, model_id, seq_id: 1 },
        { client },
      )
      expect(output.loss_fn_outputs[0]?.["logprobs"]?.data).toHaveLength(3)
      const { sampling_session_id } = await api.sessions.createSampling(
        { session_id, sampling_session_seq_id: 0, base_model: "local/tiny-bytes" },
        { client },
      )
      const prompt = ModelInput.fromInts([65, 66])
      const asked = { sampling_session_id, seq_id: 0, prompt, sampling_params: { max_tokens: 4 } }
      const events: unknown[] = []
      for await (const event of await legacy.streamSample(asked, { client })) events.push(event)
      expect(events).toHaveLength(5)
      expect(events.at(-1)).toMatchObject({ finish_reason: "length", total_tokens: 4 })
    } finally {
      await client.close()
      await local.close()
    }
  })
})
