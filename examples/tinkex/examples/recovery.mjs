// A result is lost in the middle of a training (the service answers 410): the run goes on from its last checkpoint, with the
// optimizer's state, as a new training client. Whoever trains saves now and then, and repeats the steps since.
// Run: node examples/recovery.mjs
import { ServiceClient } from "tinkex"
import { RecoveryExecutor } from "tinkex/recovery"
import { example, startService } from "./service.mjs"

const batch = [example("what was learned is not forgotten")]
const steps = 12
const tinker = await startService()
const service = new ServiceClient(tinker.settings)
const recovery = new RecoveryExecutor(service, {
  onRecovery: ({ runId, training, checkpoint }) =>
    console.log(`${runId} goes on as ${training.modelId} from ${checkpoint}`),
})

try {
  let training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  let saved = 0
  let lost = false
  const losses = []
  for (let step = 1; step <= steps; step++) {
    try {
      // Only the service of this machine can be told to lose something.
      if (step === 6 && !lost) tinker.local?.setFaults(["410*1@retrieve_future"])
      const loss = training.forwardBackward(batch, "cross_entropy")
      await training.optimStep({ learning_rate: 0.02 })
      losses[step - 1] = (await loss).metrics["loss:sum"]
      if (step % 4 === 0) {
        await training.saveState(`step-${step}`)
        saved = step
      }
    } catch (error) {
      lost = true
      console.log(`step ${step}: ${error.message}`)
      training = await recovery.recoverAfter(error, training)
      step = saved
    }
  }
  console.log(`loss ${losses[0].toFixed(1)} → ${losses.at(-1).toFixed(1)} after ${losses.length} steps`)
} finally {
  await recovery.close()
  await service.close()
  await tinker.close()
}
