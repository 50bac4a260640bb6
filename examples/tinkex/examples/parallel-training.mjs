// Several models in training at once, here to find a rate of learning. Each client keeps its own order; they share one
// session and its connections.
// Run: node examples/parallel-training.mjs
import { ServiceClient } from "tinkex"
import { example, startService } from "./service.mjs"

const rates = [0.001, 0.01, 0.03]
const batch = ["north", "south", "east", "west"].map(example)
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const losses = await Promise.all(rates.map(train))
  rates.forEach((rate, index) => console.log(`learning rate ${rate}: loss ${losses[index].toFixed(2)}`))
  const best = rates[losses.indexOf(Math.min(...losses))]
  console.log(`best: ${best}`)

  const rest = await service.createRestClient()
  const { training_runs } = await rest.listTrainingRuns()
  console.log(
    `${training_runs.length} runs: ${training_runs
      .map((run) => run.user_metadata.rate)
      .sort()
      .join(", ")}`,
  )
} finally {
  await service.close()
  await tinker.close()
}

/** The loss after fifteen steps. */
async function train(rate) {
  const userMetadata = { rate: String(rate) }
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1, userMetadata })
  for (let step = 0; step < 15; step++) {
    void training.forwardBackward(batch, "cross_entropy")
    await training.optimStep({ learning_rate: rate })
  }
  return (await training.forward(batch, "cross_entropy")).metrics["loss:sum"]
}
