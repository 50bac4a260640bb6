import type { ServiceClient } from "../src/clients/service-client.ts"
import type { TrainingClient } from "../src/clients/training-client.ts"
import { tarMembers } from "./local-service/tar-members.ts"

/** The adapter and the optimizer of a checkpoint, byte for byte. */
export async function savedWeights(service: ServiceClient, training: TrainingClient, name: string) {
  const rest = await service.createRestClient()
  const { url } = await rest.getCheckpointArchiveUrl(`tinker://${training.modelId}/weights/${name}`)
  const tar = Buffer.from(await (await fetch(url, { headers: { Connection: "close" } })).arrayBuffer())
  return tarMembers(tar).filter((member) => member.name.endsWith(".safetensors"))
}
