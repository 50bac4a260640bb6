// Forward only: how well a model knows a text that it is not trained on. Nothing is collected, so nothing is learnt from it.
// Run: node examples/evaluation.mjs
import { ServiceClient, toNumbers } from "tinkex"
import { example, startService, teach } from "./service.mjs"

const learnt = ["one cat sat", "two cats sat", "one dog ran", "two dogs ran"]
const heldOut = example("one cat ran")
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 16, seed: 1 })
  const before = await evaluate(training)
  await teach(training, learnt)
  const after = await evaluate(training)
  const again = await evaluate(training)
  console.log(`held-out loss ${before.loss.toFixed(3)} → ${after.loss.toFixed(3)} a character`)
  console.log(`asking once more changes nothing: ${again.loss === after.loss}`)
  console.log(`hardest character: ${JSON.stringify(after.hardest)}`)
} finally {
  await service.close()
  await tinker.close()
}

/** Mean loss of the held-out text, and the character that was least expected. */
async function evaluate(training) {
  const { metrics, loss_fn_outputs } = await training.forward([heldOut], "cross_entropy")
  const logprobs = toNumbers(loss_fn_outputs[0].logprobs)
  const targets = toNumbers(heldOut.loss_fn_inputs.target_tokens)
  const worst = logprobs.indexOf(Math.min(...logprobs))
  return { loss: metrics["loss:sum"] / logprobs.length, hardest: String.fromCharCode(targets[worst]) }
}
