// Checkpoints of a run: saved by name, listed, kept for a while or for good, shared, and deleted.
// Run: node examples/checkpoints.mjs
import { isPristineError, ServiceClient } from "tinkex"
import { example, startService } from "./service.mjs"

const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  const paths = []
  for (let epoch = 1; epoch <= 3; epoch++) {
    void training.forwardBackward([example("a text to learn")], "cross_entropy")
    void training.optimStep({ learning_rate: 0.02 })
    paths.push((await training.saveState(`epoch-${epoch}`)).path)
  }
  // To sample from, without the optimizer's state, and only for an hour.
  await training.saveWeightsForSampler("preview", { ttlSeconds: 3600 })

  const rest = await service.createRestClient()
  const list = async (what) => {
    const { checkpoints } = await rest.listCheckpoints(training.modelId)
    console.log(`${what}:`)
    for (const { checkpoint_id, size_bytes, public: shared, expires_at } of checkpoints) {
      const life = expires_at ? "for a while" : "for good"
      console.log(`  ${checkpoint_id}, ${size_bytes} bytes, ${life}${shared ? ", public" : ""}`)
    }
  }
  await list("saved")

  const [first, second, third] = paths
  await rest.deleteCheckpoint(first)
  await rest.setCheckpointTtl(second, 86_400)
  await rest.publishCheckpoint(third)
  await list("tidied")

  await rest.unpublishCheckpoint(third)
  await rest.setCheckpointTtl(second, null)
  await list("and back")

  const gone = await rest.deleteCheckpoint(first).catch((error) => error)
  console.log(`deleting twice: ${isPristineError(gone, "http") ? gone.status : gone}`)
} finally {
  await service.close()
  await tinker.close()
}
