import { usageError } from "../cli-error.ts"

export interface WeightsOptions {
  readonly baseModel?: string
  readonly modelPath?: string
}

/** The one of `--base-model` and `--model-path` that is given. */
export function readWeights({
  baseModel,
  modelPath,
}: WeightsOptions): { readonly baseModel: string } | { readonly modelPath: string } {
  if (baseModel !== undefined && modelPath === undefined) return { baseModel }
  if (modelPath !== undefined && baseModel === undefined) return { modelPath }
  throw usageError("Say either --base-model <name> or --model-path <path>")
}
