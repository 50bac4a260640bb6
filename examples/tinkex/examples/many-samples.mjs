// Several samples at once: many of one prompt in one request, many prompts beside each other, and the best by likelihood.
// Run: node examples/many-samples.mjs
import { ServiceClient } from "tinkex"
import { printable, prompt, startService, teach } from "./service.mjs"

const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 16, seed: 1 })
  await teach(training, ["red apples.", "green apples.", "red roses."])
  const sampling = await training.saveWeightsAndGetSamplingClient()

  const params = { max_tokens: 12, temperature: 0.8, stop: ["."], seed: 1 }
  const { sequences } = await sampling.sample(prompt("red "), params, { numSamples: 8 })
  const [best] = [...sequences].sort((a, b) => likelihood(b) - likelihood(a))
  console.log(`${sequences.length} samples, the best is “red ${printable(best.tokens)}”`)

  // The client sends as many at once as the server allows; results keep the order of the prompts.
  const starts = ["red ", "green ", "gre"]
  const greedy = { max_tokens: 12, temperature: 0, stop: ["."] }
  const answers = await Promise.all(starts.map((start) => sampling.sample(prompt(start), greedy)))
  answers.forEach(({ sequences: [{ tokens }] }, index) => console.log(`“${starts[index]}” → “${printable(tokens)}”`))
} finally {
  await service.close()
  await tinker.close()
}

/** Mean log-probability of a token. */
function likelihood({ logprobs }) {
  return logprobs.reduce((sum, logprob) => sum + logprob, 0) / logprobs.length
}
