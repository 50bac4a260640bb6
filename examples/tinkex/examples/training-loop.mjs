// Supervised training: loss and update by turns, and the rate of learning that falls to zero.
// Run: node examples/training-loop.mjs
import { ServiceClient } from "tinkex"
import { example, printable, prompt, startService } from "./service.mjs"

const steps = 30
const verse = "Row, row, row your boat, gently down the stream."
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 16, seed: 1 })
  const batch = [example(verse)]
  const count = verse.length - 1
  const losses = []
  for (let step = 0; step < steps; step++) {
    // Both are sent at once, and run in this order: waiting for the loss first would leave the service idle.
    const result = training.forwardBackward(batch, "cross_entropy")
    const update = training.optimStep({ learning_rate: 0.03 * (1 - step / steps) })
    losses.push((await result).metrics["loss:sum"] / count)
    await update
    if (step % 10 === 0) console.log(`step ${step}: loss ${losses.at(-1).toFixed(3)}`)
  }
  console.log(`loss ${losses[0].toFixed(3)} → ${losses.at(-1).toFixed(3)} a character`)

  const sampling = await training.saveWeightsAndGetSamplingClient()
  const { sequences } = await sampling.sample(prompt("Row, row,"), { max_tokens: 16, temperature: 0 })
  console.log(`“Row, row,” continues: ${printable(sequences[0].tokens)}`)
} finally {
  await service.close()
  await tinker.close()
}
