import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import type { ApiModel } from "../../src/model/api-model.ts"
import type { OperationModel } from "../../src/model/operation.ts"

/** The model of a manifest that must be without errors; parts that every manifest needs are filled in. */
export function modelOf(manifest: Readonly<Record<string, unknown>>): ApiModel {
  const text = JSON.stringify({ name: "x", version: "1", endpoints: {}, ...manifest }, null, 2)
  const { model, errors = [] } = loadManifest(text, "a.pristine.json")
  if (model === undefined) throw new Error(errors.map((error) => formatDiagnostic(error, text)).join("\n\n"))
  return model
}

/** The first operation of a manifest with one endpoint `a`. */
export function operationOf(
  endpoint: Readonly<Record<string, unknown>>,
  manifest: Readonly<Record<string, unknown>> = {},
): OperationModel {
  const { endpoints = {}, ...rest } = manifest
  const all = { a: { method: "POST", path: "/a", ...endpoint }, ...(endpoints as object) }
  const [operation] = modelOf({ ...rest, endpoints: all }).operations
  if (operation === undefined) throw new Error("The manifest has no operation.")
  return operation
}

/** A model's data without its pointers: what a table compares. */
export function withoutPointers(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutPointers)
  if (typeof data !== "object" || data === null) return data
  const entries = Object.entries(data).filter(([key]) => key !== "pointer")
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutPointers(value)]))
}
