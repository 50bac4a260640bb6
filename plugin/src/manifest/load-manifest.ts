import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Range } from "../diagnostics/position.ts"
import { createReport, type Report } from "../diagnostics/report.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { Pointer } from "../model/source.ts"
import { buildModel } from "./build/build-model.ts"
import { checkDocument } from "./check/check-document.ts"
import { parseSource } from "./source/parse-source.ts"

/** A model, or what stands in its way. Warnings may come with both. */
export type LoadResult = LoadedPlaces &
  (
    | { readonly model: ApiModel; readonly errors?: undefined; readonly warnings: readonly Diagnostic[] }
    | { readonly model?: undefined; readonly errors: readonly Diagnostic[]; readonly warnings: readonly Diagnostic[] }
  )

export interface LoadedPlaces {
  /**
   * Where a member of the manifest stands: its key, or the item or root value where there is no key. A pointer that leads
   * nowhere gives the nearest place above it. Computed when it is first asked for.
   */
  readonly locate: (pointer: Pointer) => Range
}

/**
 * Reads a manifest. Pure: no file is touched, nothing is thrown for any text, and all problems are told in one run, in
 * the order of the text; those of a value that a later key of the same name hides, too.
 *
 * @param text The manifest: JSON, or YAML where `file` ends in `.yaml` or `.yml`.
 * @param file Name for messages; never opened.
 */
export function loadManifest(text: string, file: string): LoadResult {
  const report = createReport()
  const source = parseSource(text, file, report)
  const hidden = source.hidden.map(({ within, read }) => {
    const noted = createReport()
    return { within, noted, ...read(noted) }
  })
  const documents = [source.data, ...hidden.map(({ data }) => data)]
  const model = report.hasErrors && source.data === undefined ? undefined : readModel(source.data, documents, report)
  const diagnostics = [...report.diagnostics(file, source.locate)]
  for (const { within, noted, data, locate } of hidden) {
    readModel(data, documents, noted)
    const isNews = ({ range: { start, end } }: Diagnostic) => start.offset >= within[0] && end.offset <= within[1]
    diagnostics.push(...noted.diagnostics(file, locate).filter(isNews))
  }
  const found = inOrder(diagnostics)
  const errors = found.filter(({ severity }) => severity === "error")
  const warnings = found.filter(({ severity }) => severity === "warning")
  const locate = (pointer: Pointer): Range => source.locate(pointer, "key")
  return model !== undefined && errors.length === 0 ? { model, warnings, locate } : { errors, warnings, locate }
}

function readModel(data: unknown, documents: readonly unknown[], report: Report): ApiModel | undefined {
  const tree = checkDocument(data, report)
  return tree && buildModel(tree, documents, report)
}

/** By place; what several readings found is told once. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const distinct = new Map(diagnostics.map((each) => [JSON.stringify([each.code, each.message, each.range]), each]))
  return [...distinct.values()].sort((a, b) => a.range.start.offset - b.range.start.offset)
}
