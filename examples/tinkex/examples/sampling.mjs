// What decides how a sample goes on and where it ends: temperature, top-k, top-p, stop texts and tokens, length, seed.
// Run: node examples/sampling.mjs
import { ServiceClient } from "tinkex"
import { encode, printable, prompt, startService, teach } from "./service.mjs"

const rhyme = "one, two, three; four, five, six."
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 16, seed: 1 })
  await teach(training, [rhyme])
  const sampling = await training.saveWeightsAndGetSamplingClient()
  const show = async (what, params) => {
    const { sequences } = await sampling.sample(prompt("one, "), { max_tokens: 24, ...params })
    const [{ tokens, stop_reason }] = sequences
    console.log(`${what}: “${printable(tokens)}” (${stop_reason})`)
  }
  await show("greedy", { temperature: 0 })
  await show("until a text", { temperature: 0, stop: [";"] })
  await show("until a token", { temperature: 0, stop: encode(",") })
  await show("two tokens", { temperature: 0, max_tokens: 2 })
  await show("of the likeliest token", { temperature: 2, top_k: 1 })
  await show("of the likeliest tenth", { temperature: 2, top_p: 0.1 })
  await show("seed 7", { temperature: 4, seed: 7 })
  await show("seed 7 again", { temperature: 4, seed: 7 })
  await show("seed 8", { temperature: 4, seed: 8 })
} finally {
  await service.close()
  await tinker.close()
}
