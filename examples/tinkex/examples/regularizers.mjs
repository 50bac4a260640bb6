// Every regularizer on the same few numbers, and the loss that they make together. Asks no service.
// Run: node examples/regularizers.mjs
import { datum, float32, ModelInput } from "tinkex"
import {
  consistency,
  elasticNet,
  entropy,
  gradientPenalty,
  klDivergence,
  l1,
  l2,
  orthogonality,
  structuredLoss,
  tensor,
} from "tinkex/regularizers"

// Two places, three tokens of a vocabulary: each row is a distribution.
const rows = [0.7, 0.2, 0.1, 0.3, 0.3, 0.4].map(Math.log)
const even = Array(6).fill(Math.log(1 / 3))
const input = {
  data: [datum(ModelInput.fromInts([1, 2]), { target_tokens: [2, 0], original_logprobs: float32(even, [2, 3]) })],
  logprobs: tensor(rows, [2, 3]),
}

/** One of your own is an object with a name and a function; here, the mean of the log-probabilities. */
const mean = {
  name: "mean",
  compute: ({ logprobs: { data } }) => ({
    loss: data.reduce((sum, value) => sum + value, 0) / data.length,
    gradient: data.map(() => 1 / data.length),
    metrics: {},
  }),
}

const regularizers = [
  l1(),
  l2({ center: "mean" }),
  elasticNet({ l1Ratio: 0.3 }),
  entropy({ normalize: true }),
  klDivergence({ reference: tensor(even, [2, 3]), direction: "symmetric" }),
  consistency({ metric: "cosine" }),
  orthogonality({ mode: "hard" }),
  gradientPenalty({ gradientOf: ({ data }) => data.map((logprob) => 2 * logprob) }),
  mean,
].map((regularizer) => ({ regularizer, weight: 0.1 }))

const found = await structuredLoss(input, undefined, regularizers)
for (const [name, { value, contribution, gradNorm }] of Object.entries(found.regularizers)) {
  console.log(
    `${name.padEnd(18)} value ${value.toFixed(4)}, adds ${contribution.toFixed(4)}, gradient ${gradNorm.toFixed(4)}`,
  )
}
console.log(`together ${found.lossTotal.toFixed(4)}, gradient ${found.totalGradNorm.toFixed(4)}`)
