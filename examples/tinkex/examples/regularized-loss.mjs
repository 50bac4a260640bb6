// Regularizers beside a loss: cross entropy, a price on tokens that are very unlikely (l2), and one on certainty (entropy).
// Run: node examples/regularized-loss.mjs
import { ServiceClient } from "tinkex"
import { entropy, l2, regularizedLoss } from "tinkex/regularizers"
import { example, startService } from "./service.mjs"

const batch = [example("to be or not to be")]
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const free = await train([])
  const held = await train([
    { regularizer: l2({ reduction: "mean" }), weight: 0.5 },
    { regularizer: entropy({ mode: "maximize" }), weight: 0.1 },
  ])
  console.log(`cross entropy alone: ${free[0].baseLoss.value.toFixed(2)} → ${free.at(-1).baseLoss.value.toFixed(2)}`)
  console.log(`with regularizers: ${held[0].lossTotal.toFixed(2)} → ${held.at(-1).lossTotal.toFixed(2)}`)
  for (const [name, part] of Object.entries(held.at(-1).regularizers)) {
    console.log(`  ${name}: ${part.weight} · ${part.value.toFixed(3)}, gradient ${part.gradNormWeighted.toFixed(3)}`)
  }
} finally {
  await service.close()
  await tinker.close()
}

/** The losses of some steps, with their parts. */
async function train(regularizers) {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  const losses = []
  const loss = regularizedLoss({ base: crossEntropy, regularizers, onLoss: (each) => losses.push(each) })
  for (let step = 0; step < 10; step++) {
    void training.forwardBackwardCustom(batch, loss)
    await training.optimStep({ learning_rate: 0.02 })
  }
  return losses
}

function crossEntropy({ logprobs }) {
  return {
    loss: -logprobs.data.reduce((sum, logprob) => sum + logprob, 0),
    gradient: logprobs.data.map(() => -1),
    metrics: {},
  }
}
