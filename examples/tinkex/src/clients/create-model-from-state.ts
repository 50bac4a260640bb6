import api, { type WeightsInfo } from "#tinker.pristine.json"
import { withoutUndefined } from "pristine-runtime"
import { loraConfig } from "../data/lora-config.ts"
import { createModel, followCreation, type ModelOptions } from "./create-model.ts"
import type { TinkerSession } from "./session.ts"
import { TrainingClient } from "./training-client.ts"

export interface FromStateOptions extends ModelOptions {
  /** Also restores the optimizer's state. Default false. */
  readonly optimizer?: boolean
  /** Default: the checkpoint's own. */
  readonly baseModel?: string
  /** A credential that may read the checkpoint, when it is somebody else's. */
  readonly weightsAccessToken?: string
}

/** Creates a model from a checkpoint, at its place in the session: in one request where the server can. */
export function createModelFromState(
  session: TinkerSession,
  number: number,
  path: string,
  options: FromStateOptions,
): Promise<TrainingClient> {
  return session.flags.create_model_via_load_weights
    ? createByLoading(session, number, path, options)
    : createAndLoad(session, number, path, options)
}

async function createByLoading(
  session: TinkerSession,
  model_seq_id: number,
  path: string,
  { optimizer = false, baseModel, userMetadata, weightsAccessToken, signal }: FromStateOptions,
): Promise<TrainingClient> {
  const input = withoutUndefined({
    session_id: session.id,
    model_seq_id,
    base_model: baseModel,
    user_metadata: userMetadata,
    path,
    optimizer,
    weights_access_token: weightsAccessToken,
  })
  await followCreation(session, baseModel ?? path, api.training.loadWeights(input, session.call(signal)))
  return new TrainingClient(session, `${session.id}:train:${model_seq_id}`)
}

async function createAndLoad(
  session: TinkerSession,
  number: number,
  path: string,
  options: FromStateOptions,
): Promise<TrainingClient> {
  const { signal, optimizer, weightsAccessToken } = options
  const info = await readInfo(session, path, options)
  const lora = loraConfig(
    withoutUndefined({
      rank: info.lora_rank,
      trainUnembed: info.train_unembed ?? true,
      trainMlp: info.train_mlp ?? true,
      trainAttn: info.train_attn ?? true,
    }),
  )
  const training = await createModel(session, number, options.baseModel ?? info.base_model, lora, options)
  await training.loadState(path, withoutUndefined({ signal, optimizer, weightsAccessToken }))
  return training
}

/** This request has no field for the token: who may read the checkpoint asks. */
function readInfo(
  session: TinkerSession,
  tinker_path: string,
  { weightsAccessToken, signal }: FromStateOptions,
): Promise<WeightsInfo> {
  const call = session.call(signal)
  if (weightsAccessToken === undefined) return api.training.weightsInfo({ tinker_path }, call)
  return session.actAs(weightsAccessToken, (client) => api.training.weightsInfo({ tinker_path }, { ...call, client }))
}
