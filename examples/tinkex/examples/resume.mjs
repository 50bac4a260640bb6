// Going on from a checkpoint: with the optimizer's state, training continues as if it had not stopped; without, the weights
// are the same but Adam begins anew.
// Run: node examples/resume.mjs
import { ServiceClient } from "tinkex"
import { example, startService } from "./service.mjs"

const batch = [example("the same lesson once more")]
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  await steps(training, 5)
  const { path } = await training.saveState("midway")
  report("never stopped", await steps(training, 3))

  // A new client, as in a program that starts again.
  const resumed = await service.createTrainingClientFromState(path, { optimizer: true })
  report("a new client with the optimizer", await steps(resumed, 3))
  report("a new client without", await steps(await service.createTrainingClientFromState(path), 3))

  // The same client, taken back.
  await training.loadState(path, { optimizer: true })
  report("taken back with the optimizer", await steps(training, 3))
  await training.loadState(path)
  report("taken back without", await steps(training, 3))
} finally {
  await service.close()
  await tinker.close()
}

async function steps(client, count) {
  const losses = []
  for (let step = 0; step < count; step++) {
    const loss = client.forwardBackward(batch, "cross_entropy")
    await client.optimStep({ learning_rate: 0.01 })
    losses.push((await loss).metrics["loss:sum"])
  }
  return losses
}

function report(what, losses) {
  console.log(`${what}: ${losses.map((loss) => loss.toFixed(3)).join(" ")}`)
}
