import { HttpError } from "../http/http-error.ts"

/** What a checkpoint is for: to go on training (optimizer included) or to sample from. */
export type CheckpointKind = "weights" | "sampler_weights"

/** The three parts of `tinker://<model id>/<kind>/<name>`. */
export interface TinkerPath {
  readonly modelId: string
  readonly kind: CheckpointKind
  readonly name: string
}

export function isCheckpointKind(text: string): text is CheckpointKind {
  return text === "weights" || text === "sampler_weights"
}

export function formatTinkerPath({ modelId, kind, name }: TinkerPath): string {
  return `tinker://${modelId}/${kind}/${name}`
}

/** @throws HttpError 400 when `path` is not exactly of that shape. */
export function parseTinkerPath(path: string): TinkerPath {
  const match = /^tinker:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path)
  const [, modelId, kind, name] = match ?? []
  if (modelId === undefined || name === undefined || kind === undefined || !isCheckpointKind(kind))
    throw new HttpError(400, "Invalid checkpoint path: expected tinker://<model>/<weights or sampler_weights>/<name>")
  return { modelId, kind, name }
}

/** Whether `name` may name a checkpoint: one path segment of letters, digits and `. _ -`, at most 200 of them. */
export function isCheckpointName(name: string): boolean {
  return /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}$/.test(name)
}
