// Reinforcement learning: the model samples, a reward judges each sample, and what did better than the average gets likelier.
// Here the reward is the share of digits, so a model that knew nothing learns to write numbers.
// Run: node examples/importance-sampling.mjs
import { datum, ModelInput, ServiceClient } from "tinkex"
import { encode, printable, prompt, startService } from "./service.mjs"

const question = "Count: "
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 16, seed: 1 })
  const rewards = []
  let last = []
  for (let round = 0; round < 15; round++) {
    const sampling = await training.saveWeightsAndGetSamplingClient()
    const params = { max_tokens: 8, temperature: 1, seed: round }
    const { sequences } = await sampling.sample(prompt(question), params, { numSamples: 48 })
    const earned = sequences.map(({ tokens }) => reward(tokens))
    const average = earned.reduce((sum, each) => sum + each, 0) / earned.length
    rewards.push(average)
    last = sequences.map(({ tokens }) => tokens)

    const batch = sequences.map((sequence, index) => rollout(sequence, earned[index] - average))
    void training.forwardBackward(batch, "importance_sampling")
    await training.optimStep({ learning_rate: 0.05 })
  }
  console.log(`share of digits ${rewards[0].toFixed(2)} → ${rewards.at(-1).toFixed(2)}`)
  console.log(`${question}${printable(last[0])}`)
} finally {
  await service.close()
  await tinker.close()
}

function reward(tokens) {
  return tokens.filter((token) => token >= 48 && token <= 57).length / tokens.length
}

/** A sample as an example. The question is given, so its tokens earn nothing; `logprobs` are those at the time of sampling. */
function rollout({ tokens, logprobs }, advantage) {
  const given = encode(question)
  const known = given.slice(1).map(() => 0)
  return datum(ModelInput.fromInts([...given, ...tokens.slice(0, -1)]), {
    target_tokens: [...given.slice(1), ...tokens],
    logprobs: [...known, ...logprobs],
    advantages: [...known, ...tokens.map(() => advantage)],
  })
}
