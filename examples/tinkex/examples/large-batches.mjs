// A batch larger than a request may be: it is split, sent, and put together again. And the settings of Adam.
// Run: node examples/large-batches.mjs
import { ServiceClient } from "tinkex"
import { example, startService } from "./service.mjs"

// The server says how many examples a request may hold: 1,024 by default, four here.
const requests = []
const tinker = await startService({
  flags: { fwdbwd_max_chunk_len: 4 },
  intercept({ path }) {
    if (path.endsWith("/forward_backward")) requests.push(path)
    return undefined
  },
})
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  const batch = Array.from({ length: 10 }, (_, index) => example(`${index} times ${index} is ${index ** 2}`))
  const losses = []
  for (let step = 0; step < 10; step++) {
    const result = training.forwardBackward(batch, "cross_entropy")
    // Decays the weights a little, and shortens a gradient that is longer than one.
    await training.optimStep({ learning_rate: 0.02, beta1: 0.9, beta2: 0.98, weight_decay: 0.01, grad_clip_norm: 1 })
    const { metrics, loss_fn_outputs } = await result
    losses.push(metrics["loss:sum"])
    if (step === 0) console.log(`${requests.length} requests, ${loss_fn_outputs.length} outputs in the batch's order`)
  }
  console.log(`loss ${losses[0].toFixed(1)} → ${losses.at(-1).toFixed(1)}`)
} finally {
  await service.close()
  await tinker.close()
}
