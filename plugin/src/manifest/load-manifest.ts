import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { createReport } from "../diagnostics/report.ts"
import type { ApiModel } from "../model/api-model.ts"
import { buildModel } from "./build/build-model.ts"
import { checkDocument } from "./check/check-document.ts"
import { parseSource } from "./source/parse-source.ts"

/** A model, or what stands in its way. Warnings may come with both. */
export type LoadResult =
  | { readonly model: ApiModel; readonly errors?: undefined; readonly warnings: readonly Diagnostic[] }
  | { readonly model?: undefined; readonly errors: readonly Diagnostic[]; readonly warnings: readonly Diagnostic[] }

/**
 * Reads a manifest. Pure: no file is touched, nothing is thrown for any text, and all problems are told in one run, in
 * the order of the text.
 *
 * @param text The manifest: JSON, or YAML where `file` ends in `.yaml` or `.yml`.
 * @param file Name for messages; never opened.
 */
export function loadManifest(text: string, file: string): LoadResult {
  const report = createReport()
  const source = parseSource(text, file, report)
  const tree = report.hasErrors && source.data === undefined ? undefined : checkDocument(source.data, report)
  const model = tree && buildModel(tree, report)
  const diagnostics = report.diagnostics(file, source.locate)
  const errors = diagnostics.filter(({ severity }) => severity === "error")
  const warnings = diagnostics.filter(({ severity }) => severity === "warning")
  return model !== undefined && errors.length === 0 ? { model, warnings } : { errors, warnings }
}
