// PPO: several updates from the same samples. Where the policy has moved beyond the thresholds, the loss has no slope any
// more, so it stops there; a loss without thresholds moves on.
// Run: node examples/ppo.mjs
import { datum, ModelInput, ServiceClient, toNumbers } from "tinkex"
import { encode, prompt, startService } from "./service.mjs"

const question = encode("Say yes: ")
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const free = await train("importance_sampling")
  const bound = await train("ppo", { clip_low_threshold: 0.8, clip_high_threshold: 1.2 })
  console.log(`likelier by the factor ${free.toFixed(1)} without thresholds, ${bound.toFixed(1)} with PPO's`)
} finally {
  await service.close()
  await tinker.close()
}

/** How much likelier the tokens of the best sample are after five updates from it, as the mean of their ratios. */
async function train(lossFn, lossFnConfig) {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  const sampling = await training.saveWeightsAndGetSamplingClient()
  const { sequences } = await sampling.sample(prompt("Say yes: "), { max_tokens: 6, seed: 1 })
  const [{ tokens, logprobs }] = sequences
  const unknown = question.slice(1).map(() => 0)
  const best = datum(ModelInput.fromInts([...question, ...tokens.slice(0, -1)]), {
    target_tokens: [...question.slice(1), ...tokens],
    logprobs: [...unknown, ...logprobs],
    advantages: [...unknown, ...tokens.map(() => 1)],
  })
  const options = lossFnConfig && { lossFnConfig }
  for (let update = 0; update < 5; update++) {
    void training.forwardBackward([best], lossFn, options)
    await training.optimStep({ learning_rate: 0.01 })
  }
  const { loss_fn_outputs } = await training.forward([best], lossFn, options)
  const now = toNumbers(loss_fn_outputs[0].logprobs).slice(unknown.length)
  return now.reduce((sum, logprob, index) => sum + Math.exp(logprob - logprobs[index]), 0) / now.length
}
