import { compareModels } from "../../src/diff/compare-models.ts"
import type { Change } from "../../src/diff/change.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import type { ApiModel } from "../../src/model/api-model.ts"

/** A part of a manifest. */
export type Part = Readonly<Record<string, unknown>>

export function modelFrom(part: Part): ApiModel {
  const manifest = { name: "pets", version: "1.0.0", base_url: "https://pets.test", endpoints: {}, ...part }
  const { model, errors } = loadManifest(JSON.stringify(manifest), "pets.pristine.json")
  if (!model) throw new Error(JSON.stringify(errors, undefined, 2))
  return model
}

export function changesOf(before: Part, after: Part): readonly Change[] {
  return compareModels(modelFrom(before), modelFrom(after))
}

/** `breaking field-removed`, in the order of the list. */
export function shortForm(changes: readonly Change[]): readonly string[] {
  return changes.map(({ level, rule }) => `${level} ${rule}`)
}
