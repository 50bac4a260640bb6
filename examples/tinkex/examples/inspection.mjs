// What the service knows: its models, a run and its weights, samplers, sessions.
// Run: node examples/inspection.mjs
import { apiKey } from "pristine-runtime"
import { api, createClient, ServiceClient } from "tinkex"
import { startService } from "./service.mjs"

const tinker = await startService()
const service = new ServiceClient({ ...tinker.settings, userMetadata: { example: "inspection" } })

try {
  const { supported_models } = await service.getServerCapabilities()
  console.log(`offers ${supported_models.map((model) => model.model_name).join(", ")}`)

  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, trainMlp: false })
  const { model_data } = await training.getInfo()
  console.log(`trains ${model_data.model_name}, tokenizer ${model_data.tokenizer_id}`)

  const rest = await service.createRestClient()
  const { path } = await training.saveState("look")
  const weights = await rest.getWeightsInfo(path)
  console.log(`weights of rank ${weights.lora_rank}, attention ${weights.train_attn}, layers ${weights.train_mlp}`)
  const run = await rest.getTrainingRun(path)
  console.log(`run of ${run.base_model}, last checkpoint ${run.last_checkpoint.checkpoint_id}`)

  const sampling = await service.createSamplingClient({ baseModel: tinker.model })
  const sampler = await rest.getSampler(sampling.samplingSessionId)
  console.log(`sampler of ${sampler.base_model}`)

  const [session] = (await rest.listSessions({ limit: 1 })).sessions
  const { training_run_ids, sampler_ids } = await rest.getSession(session)
  console.log(`session with ${training_run_ids.length} run and ${sampler_ids.length} sampler`)

  // The generated API has the endpoints that no class covers.
  const { baseUrl, apiKey: token } = tinker.settings
  const client = createClient({ baseUrl, auth: { default: apiKey({ token }) } })
  console.log(`health: ${(await api.service.health({}, { client })).status}`)
  await api.training.unloadModel({ model_id: training.modelId }, { client })
  const refused = await training.optimStep().catch((error) => error)
  console.log(`once unloaded: ${refused.body.error}`)
  await client.close()
} finally {
  await service.close()
  await tinker.close()
}
