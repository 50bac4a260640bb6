import { readFile } from "node:fs/promises"
import { relative } from "node:path"
import { version } from "../core/version.ts"
import { loadManifest } from "../manifest/index.ts"
import { explainTypeScript, hasTypeScriptConfig, importsDeclaration, siblingDeclaration } from "../types/index.ts"
import { testedHosts } from "./diagnose.ts"
import type { DoctorFacts, ManifestFacts } from "./facts.ts"
import { findCopies, findPackage } from "./find-copies.ts"
import { isIgnored } from "./is-ignored.ts"

export interface GatherOptions {
  readonly cwd: string
  /** Absolute paths. */
  readonly manifests: readonly string[]
  readonly node: string
  readonly progress: (text: string) => void
}

/** Looks at everything that `diagnose` judges. */
export async function gatherFacts({ cwd, manifests, node, progress }: GatherOptions): Promise<DoctorFacts> {
  progress("looking for copies of pristine-runtime")
  const runtimes = await findCopies("pristine-runtime", cwd)
  const packages: Record<string, string> = {}
  for (const name of [...Object.keys(testedHosts), "typescript"]) {
    const found = await findPackage(name, cwd)
    if (found) packages[name] = found.version
  }
  const facts: ManifestFacts[] = []
  for (const [index, file] of manifests.entries()) {
    progress(`looking at manifest ${index + 1} of ${manifests.length}`)
    facts.push(await lookAt(file, cwd))
  }
  return {
    node,
    plugin: version,
    runtimes: runtimes.map(({ path, version: own }) => ({ path: relative(cwd, path) || ".", version: own })),
    packages,
    manifests: facts,
  }
}

async function lookAt(file: string, cwd: string): Promise<ManifestFacts> {
  const path = relative(cwd, file)
  const { errors = [] } = loadManifest(await readFile(file, "utf8"), path)
  const imported = await importsDeclaration(file)
  const declarations = imported ?? siblingDeclaration(file)
  const typescript = imported === undefined ? await explainTypeScript(file, cwd) : undefined
  const isConfigured = imported !== undefined || (await hasTypeScriptConfig(file))
  const ignored = await isIgnored(declarations, cwd)
  return {
    path,
    errors: errors.length,
    declarations: relative(cwd, declarations),
    isConfigured,
    ...(typescript && { typescript }),
    ...(ignored !== undefined && { isIgnored: ignored }),
  }
}
