// A checkpoint as files: its archive is downloaded, gone on with where a connection broke, and unpacked whole or not at all.
// Run: node examples/download.mjs
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { ServiceClient } from "tinkex"
import { downloadCheckpoint } from "tinkex/node"
import { example, startService } from "./service.mjs"

const outputDir = await mkdtemp(join(tmpdir(), "tinkex-"))
const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  void training.forwardBackward([example("keep this")], "cross_entropy")
  void training.optimStep({ learning_rate: 0.02 })
  const { path } = await training.saveState("kept")

  const rest = await service.createRestClient()
  let last = 0
  const onProgress = (received) => (last = received)
  const { folder, archiveBytes } = await downloadCheckpoint(rest, path, { outputDir, onProgress })
  console.log(`${last} of ${archiveBytes} bytes came`)
  console.log(`${basename(folder).replace(/^.*:train/, "…:train")} holds ${(await readdir(folder)).sort().join(", ")}`)

  // A folder that is there stays, unless `force` says otherwise.
  const again = await downloadCheckpoint(rest, path, { outputDir }).catch((error) => error)
  console.log(`once more: ${again.code}`)
  await downloadCheckpoint(rest, path, { outputDir, force: true })
  console.log(`by force: ${(await readdir(outputDir)).length} folder`)
} finally {
  await service.close()
  await tinker.close()
  await rm(outputDir, { recursive: true, force: true })
}
