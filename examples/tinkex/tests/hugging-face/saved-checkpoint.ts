import { startLocalService, type LocalServiceOptions } from "../../local-service/index.ts"
import type { RestClient } from "../../src/clients/rest-client.ts"
import { ServiceClient } from "../../src/clients/service-client.ts"
import type { Resources } from "../checkpoint-files/temporary-folder.ts"

export interface SavedCheckpoint {
  readonly url: string
  readonly path: string
  readonly rest: RestClient
  readonly service: ServiceClient
}

/** A local service with one training run and one checkpoint of it. */
export async function savedCheckpoint(
  resources: Resources,
  options: LocalServiceOptions = {},
): Promise<SavedCheckpoint> {
  const local = await startLocalService({ seed: 1, models: ["local/tiny-bytes"], ...options })
  resources.defer(() => local.close())
  const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-test", env: () => undefined })
  resources.defer(() => service.close())
  const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 4, seed: 1 })
  const { path } = await training.saveWeightsForSampler("one")
  return { url: local.url, path, rest: await service.createRestClient(), service }
}
