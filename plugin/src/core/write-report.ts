import { join, relative } from "node:path"
import type { Use } from "../callers/use.ts"
import { writeChanged } from "../disk/write-changed.ts"
import { callOf, policiesOf, type BuildReport, type OperationReport } from "../report/build-report.ts"
import { formatReport } from "../report/format-report.ts"
import type { Paint } from "../terminal/paint.ts"
import type { BuildOutput } from "./build-output.ts"
import { sizesOf } from "./generation.ts"
import type { LinkedManifest } from "./linked-operations.ts"
import type { ResolvedOptions } from "./options.ts"

/** What an operation that a build holds costs and goes through, dearest first. */
export function reportOperations(
  { manifest, model, linked }: LinkedManifest,
  options: ResolvedOptions,
): readonly OperationReport[] {
  const sizes = sizesOf(manifest, model, options)
  return linked
    .map(({ operation, scripts }) => ({
      id: operation.id,
      call: callOf(operation),
      bytes: sizes.get(operation.id) ?? 0,
      files: scripts,
      policies: policiesOf(operation, options),
    }))
    .sort((a, b) => b.bytes - a.bytes || (a.call < b.call ? -1 : 1))
}

/** Writes the report of one manifest to `.pristine/report` of the project, and gives it as text. */
export async function writeReport(
  { manifest, model }: LinkedManifest,
  operations: readonly OperationReport[],
  uses: readonly Use[],
  { root, name }: BuildOutput,
  paint: Paint,
): Promise<string> {
  const held = new Set(operations.map(({ call }) => call))
  const path = relative(root, manifest.file)
  const report: BuildReport = {
    version: 1,
    manifest: path,
    operations,
    unused: model.operations.map(callOf).filter((call) => !held.has(call)),
    uses,
  }
  // A manifest of another package stands beside those of this one.
  const inside = path.replaceAll(/\.\.[/\\]/g, "")
  const file = join(".pristine/report", name ?? "", inside.replace(/(?:\.\w+)+$/, ".json"))
  await writeChanged(join(root, file), `${JSON.stringify(report, undefined, 2)}\n`)
  return formatReport(report, file, paint)
}
