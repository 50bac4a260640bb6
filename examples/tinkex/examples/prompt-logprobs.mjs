// How likely a text is to a model, token by token, and what it would rather have read.
// Run: node examples/prompt-logprobs.mjs
import { ServiceClient } from "tinkex"
import { decode, printable, prompt, startService, teach } from "./service.mjs"

const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 16, seed: 1 })
  await teach(training, ["a cat on a mat"], 15)
  const sampling = await training.saveWeightsAndGetSamplingClient()

  for (const text of ["a cat on a mat", "a cat on a hat"]) {
    // There is nothing before the first token to expect it from: its place is null.
    const [, ...logprobs] = await sampling.computeLogprobs(prompt(text))
    const total = logprobs.reduce((sum, logprob) => sum + logprob, 0)
    const worst = logprobs.indexOf(Math.min(...logprobs)) + 1
    console.log(`“${text}” ${total.toFixed(1)}, the least expected character is “${text[worst]}” at ${worst}`)
  }

  // A sample brings the same, and the likeliest tokens of each place.
  const wanted = { promptLogprobs: true, topkPromptLogprobs: 3 }
  const result = await sampling.sample(prompt("a cat on a hat"), { max_tokens: 1, temperature: 0 }, wanted)
  const ranked = result.topk_prompt_logprobs[11].map(
    ([token, logprob]) => `${printable([token])} ${logprob.toFixed(1)}`,
  )
  console.log(`instead of “h”: ${ranked.join(", ")}`)
  console.log(`and then “${decode(result.sequences[0].tokens)}”`)
} finally {
  await service.close()
  await tinker.close()
}
