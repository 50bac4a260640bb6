import { relative, resolve } from "node:path"
import { createUseReader, isWithin } from "../callers/used-path.ts"
import type { Use } from "../callers/use.ts"
import type { Report } from "../diagnostics/report.ts"
import { callOf } from "../report/build-report.ts"
import { importChain } from "../report/import-chain.ts"
import type { BuildOutput } from "./build-output.ts"
import type { LinkedManifest } from "./linked-operations.ts"

/** Whether a manifest has operations that no browser may hold. */
export function hasServerOperations({ manifest }: Pick<LinkedManifest, "manifest">): boolean {
  return manifest.loaded.model?.operations.some(({ server }) => server) === true
}

/** Notes each operation for servers that a build for browsers holds, with the way that leads to it. */
export function refuseServerOperations(
  { manifest, model, linked }: LinkedManifest,
  output: BuildOutput,
  uses: readonly Use[],
  report: Report,
): void {
  const read = createUseReader(model)
  const importers = [...(output.graph.get(manifest.file) ?? [])]
  for (const { operation, scripts } of linked) {
    if (!operation.server) continue
    const call = callOf(operation)
    const holding = uses.filter((use) => holds(read(use).path, call))
    const naming = holding.filter((use) => names(read(use).path, call))
    const users = new Set((naming.length > 0 ? naming : holding).map(({ file }) => resolve(output.root, file)))
    const through = importers.filter((file) => users.has(file))
    const chain = importChain(output.graph, manifest.file, through.length > 0 ? through : importers)
    const last = chain.at(-2)
    const whole = holding.find(({ file }) => resolve(output.root, file) === last)
    const passedOn = whole && naming.length === 0 ? `${whole.file}:${whole.line}:${whole.column}` : undefined
    report.add(
      "PRISTINE_B0101",
      operation.pointer,
      { call, script: scripts[0] ?? "", chain: chain.map((file) => relative(output.root, file)), passedOn },
      "key",
    )
  }
}

/** Whether a path ends at an operation or at a member of it, and not before. */
function names(path: string | undefined, call: string): boolean {
  return path !== undefined && `${path}.`.startsWith(`${call}.`)
}

/** What names no operation, such as `createClient`, leads to none. */
function holds(path: string | undefined, call: string): boolean {
  return path !== undefined && isWithin(call, path)
}
