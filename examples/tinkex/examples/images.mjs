// Images between texts: a prompt is a list of chunks. Say how many tokens an image takes where the length must be known
// before it is sent.
// Run: node examples/images.mjs
import { datum, ModelInput, ServiceClient } from "tinkex"
import { encode, prompt, startService } from "./service.mjs"

/** One red pixel. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==",
  "base64",
)
const image = { type: "image", data: new Uint8Array(png), format: "png", expected_tokens: 4 }
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const question = ModelInput.append(prompt("What is this? "), image)
  console.log(`${question.chunks.length} chunks, ${ModelInput.length(question)} tokens`)

  // A model that sees is needed for a good answer; the small one takes an image for so many bytes.
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  const answer = encode("red")
  const read = ModelInput.append(question, { type: "encoded_text", tokens: answer.slice(0, -1) })
  const given = ModelInput.length(question) - 1
  const lesson = datum(read, {
    target_tokens: [...Array(given).fill(0), ...answer],
    weights: [...Array(given).fill(0), ...answer.map(() => 1)],
  })
  const losses = []
  for (let step = 0; step < 15; step++) {
    const result = training.forwardBackward([lesson], "cross_entropy")
    await training.optimStep({ learning_rate: 0.03 })
    losses.push((await result).metrics["loss:sum"])
  }
  console.log(`loss of the answer ${losses[0].toFixed(2)} → ${losses.at(-1).toFixed(2)}`)

  const sampling = await training.saveWeightsAndGetSamplingClient()
  const { sequences } = await sampling.sample(question, { max_tokens: 3, temperature: 0 })
  console.log(`the answer: ${String.fromCharCode(...sequences[0].tokens)}`)
} finally {
  await service.close()
  await tinker.close()
}
