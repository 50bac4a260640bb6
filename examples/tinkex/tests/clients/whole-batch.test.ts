import { expect } from "vitest"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { fakeTinker, trained } from "../fake-tinker.ts"
import { it } from "../test.ts"

const example = datum(ModelInput.fromInts([1]), { target_tokens: [2], weights: [1] })

it.each([
  ["the first part last", true, [2, 1]],
  ["one after the other", false, [1, 2]],
])("1,025 examples go out in two requests, %s, before the step and the checkpoint", async (_, parallel, order) => {
  const parts: Readonly<Record<string, ReturnType<typeof trained>>> = {
    "forward_backward/1": trained(1024, { "loss:mean": 2, "grad:sum": 10, "most:max": 3 }),
    "forward_backward/2": trained(1, { "loss:mean": 1027, "grad:sum": 20, "most:max": 7 }),
    "save_weights_for_sampler/4": { body: { path: "tinker://s:train:0/sampler_weights/a" } },
  }
  const tinker = fakeTinker({
    "client/config": () => ({ body: { parallel_fwdbwd_chunks: parallel } }),
    retrieve_future: ({ request_id: id }) =>
      id === "optim_step/3" ? { body: { metrics: { lr: 0.02 } } } : parts[String(id)],
  })
  await using service = tinker.service
  const training = await service.createLoraTrainingClient("base")
  const batch = Array.from({ length: 1025 }, () => example)
  const loss = training.forwardBackward(batch, "cross_entropy")
  const step = training.optimStep({ learning_rate: 0.02 })
  const saved = training.saveWeightsForSampler("a")

  const { metrics, loss_fn_outputs } = await loss
  expect(loss_fn_outputs).toHaveLength(1025)
  expect(metrics).toEqual({ "loss:mean": (1024 * 2 + 1027) / 1025, "grad:sum": 30, "most:max": 7 })
  expect(await step).toEqual({ metrics: { lr: 0.02 } })
  await saved
  const sent = tinker.sent("forward_backward", "optim_step", "save_weights_for_sampler")
  expect(sent.map(({ route, body }) => [route, body["seq_id"]])).toEqual([
    ...order.map((number) => ["forward_backward", number]),
    ["optim_step", 3],
    ["save_weights_for_sampler", 4],
  ])
  const sizes = sent.slice(0, 2).map(({ body }) => [body["seq_id"], (body["data"] as unknown[]).length])
  expect(Object.fromEntries(sizes)).toEqual({ 1: 1024, 2: 1 })
})
