/** Where a checkpoint lies. */
export interface TinkerPath {
  readonly trainingRunId: string
  /** `weights` can be trained on, `sampler_weights` only sampled from. */
  readonly kind: "weights" | "sampler_weights"
  readonly name: string
  /** `weights/<name>`: the checkpoint's id within its training run. */
  readonly checkpointId: string
}

/** Reads `tinker://<training run>/<weights|sampler_weights>/<name>`. Throws a `TypeError` on anything else. */
export function parseTinkerPath(path: string): TinkerPath {
  const parts = /^tinker:\/\/([^/]+)\/(weights|sampler_weights)\/([^/]+)$/.exec(path)
  const [, trainingRunId, kind, name] = parts ?? []
  if (trainingRunId === undefined || name === undefined || (kind !== "weights" && kind !== "sampler_weights")) {
    throw new TypeError("Not a checkpoint path; expected tinker://<training run>/<weights or sampler_weights>/<name>")
  }
  return { trainingRunId, kind, name, checkpointId: `${kind}/${name}` }
}
