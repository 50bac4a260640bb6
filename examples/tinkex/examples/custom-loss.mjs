// A loss of your own: of two answers, the model is to prefer the first. The service gives log-probabilities, the loss gives
// the derivative by each of them; neither the model nor a library for derivatives is needed here.
// Run: node examples/custom-loss.mjs
import { ServiceClient } from "tinkex"
import { example, startService } from "./service.mjs"

/** How much a difference in log-probability counts. */
const beta = 0.5
const pair = [example("Tea or coffee? Tea."), example("Tea or coffee? Mud.")]
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  const seen = []
  for (let step = 0; step < 5; step++) {
    const result = training.forwardBackwardCustom(pair, preference)
    const update = training.optimStep({ learning_rate: 0.005 })
    seen.push((await result).metrics)
    await update
  }
  const [first, last] = [seen[0], seen.at(-1)]
  console.log(`preference loss ${first.preference.toFixed(3)} → ${last.preference.toFixed(3)}`)
  console.log(`margin ${first.margin.toFixed(2)} → ${last.margin.toFixed(2)} in favour of tea`)
} finally {
  await service.close()
  await tinker.close()
}

/** `-log sigmoid(beta · (chosen − rejected))` over the sums of the log-probabilities. */
function preference(data, [chosen, rejected]) {
  const margin = sum(chosen) - sum(rejected)
  const slope = -beta / (1 + Math.exp(beta * margin))
  return {
    gradients: [chosen.map(() => slope), rejected.map(() => -slope)],
    metrics: { preference: Math.log1p(Math.exp(-beta * margin)), margin },
  }
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0)
}
