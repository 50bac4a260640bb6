import type { ApiModel } from "../model/api-model.ts"
import type { OperationModel } from "../model/operation.ts"
import { findOperations, operationMark } from "../report/find-operations.ts"
import type { BuildOutput } from "./build-output.ts"
import type { ReadManifest } from "./generation.ts"

/** A manifest with the operations of it that a build holds. */
export interface LinkedManifest {
  readonly manifest: ReadManifest
  readonly model: ApiModel
  readonly linked: readonly LinkedOperation[]
}

export interface LinkedOperation {
  readonly operation: OperationModel
  /** Names of the scripts that hold it. */
  readonly scripts: readonly string[]
}

/** Looks for the operations of manifests in the scripts of a build. */
export async function linkedOperations(
  manifests: readonly ReadManifest[],
  output: BuildOutput,
): Promise<readonly LinkedManifest[]> {
  const scripts = (await output.scripts()).map(({ name, code }) => ({ name, marks: findOperations(code) }))
  return manifests.flatMap((manifest) => {
    const { model } = manifest.loaded
    if (!model) return []
    const linked = model.operations.flatMap((operation) => {
      const mark = operationMark(operation)
      const holding = scripts.filter(({ marks }) => marks.has(mark)).map(({ name }) => name)
      return holding.length === 0 ? [] : [{ operation, scripts: holding }]
    })
    return [{ manifest, model, linked }]
  })
}
