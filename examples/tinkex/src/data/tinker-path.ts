/** Where a checkpoint lies. */
export interface TinkerPath {
  readonly trainingRunId: string
  /** `weights` can be trained on, `sampler_weights` only sampled from. */
  readonly kind: "weights" | "sampler_weights"
  readonly name: string
  /** `weights/<name>`: the checkpoint's id within its training run. */
  readonly checkpointId: string
}

/**
 * Reads `tinker://<training run>/<weights|sampler_weights>/<name>`. Throws a `TypeError` on anything else.
 *
 * @param wanted Kind that the error speaks of. Default: both. The other passes: what may be done with it, the service says.
 */
export function parseTinkerPath(path: string, wanted?: TinkerPath["kind"]): TinkerPath {
  const parts = /^tinker:\/\/([^/]+)\/(weights|sampler_weights)\/([^/]+)$/.exec(path)
  const [, trainingRunId, kind, name] = parts ?? []
  if (trainingRunId === undefined || name === undefined || (kind !== "weights" && kind !== "sampler_weights")) {
    const segment = wanted ?? "<weights or sampler_weights>"
    throw new TypeError(`Not a checkpoint path; expected tinker://<training run>/${segment}/<name>`)
  }
  return { trainingRunId, kind, name, checkpointId: `${kind}/${name}` }
}

/**
 * Refuses what no sampler can be made of, as `parseTinkerPath` does. Beyond its beginning a path is the service's affair, as it is
 * for the official SDK.
 */
export function checkSamplerPath(path: string): void {
  if (typeof path !== "string" || !path.startsWith("tinker://")) parseTinkerPath(path, "sampler_weights")
}
