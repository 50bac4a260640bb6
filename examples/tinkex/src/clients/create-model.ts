import api, { type LoraConfigInput } from "#tinker.pristine.json"
import { withoutUndefined, type ApiFuture } from "pristine-runtime"
import { followFuture } from "../telemetry/follow-future.ts"
import { QueueWatch } from "./queue-watch.ts"
import type { RequestOptions } from "./rest-client.ts"
import type { TinkerSession } from "./session.ts"
import { TrainingClient } from "./training-client.ts"

/** What is said of a new model beside its adapter. */
export interface ModelOptions extends RequestOptions {
  readonly userMetadata?: Readonly<Record<string, unknown>>
}

/** Creates a model with a new adapter, at its place in the session. */
export async function createModel(
  session: TinkerSession,
  model_seq_id: number,
  baseModel: string,
  lora_config: LoraConfigInput,
  { userMetadata, signal }: ModelOptions,
): Promise<TrainingClient> {
  const input = withoutUndefined({
    session_id: session.id,
    model_seq_id,
    base_model: baseModel,
    user_metadata: userMetadata,
    lora_config,
  })
  const model = await followCreation(session, baseModel, api.training.createModel(input, session.call(signal)))
  return new TrainingClient(session, model.model_id)
}

/** Tells of the queue that a new model waits in. */
export function followCreation<Output>(
  session: TinkerSession,
  model: string,
  work: ApiFuture<Output>,
): ApiFuture<Output> {
  const queue = new QueueWatch(session, { work: "model creation", id: model })
  return followFuture(session.telemetry, queue.follow(work))
}
