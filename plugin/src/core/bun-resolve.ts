import { dirname, resolve } from "node:path"
import { formatDiagnostic } from "../diagnostics/index.ts"
import { findUsesInFile } from "./importer-file.ts"
import type { PrintOptions } from "./importer-uses.ts"
import type { CallChecker } from "./misspelt-calls.ts"
import type { ModuleId, ModuleIds } from "./module-ids.ts"

/** What of Bun's `PluginBuilder` is used: its types want a program that runs in Bun. */
export interface BunBuild {
  readonly config: { readonly loader?: Readonly<Record<string, string>> }
  onResolve(
    constraints: { readonly filter: RegExp },
    resolve: (args: BunImport) => Promise<{ readonly path: string } | undefined>,
  ): unknown
}

interface BunImport {
  readonly path: string
  readonly importer: string
  readonly kind: string
}

/** What of the global `Bun` is used. */
export interface BunPlatform {
  resolveSync(specifier: string, folder: string): string
  readonly Transpiler: new (options: Pick<PrintOptions, "loader" | "define">) => {
    transform(code: string): Promise<string>
  }
}

/**
 * Leads imports of manifests to generated modules. Bun takes the query of their parts for a piece of a file's name, and
 * it sees through namespaces within namespaces no better than esbuild does: every importer gets a root that holds what
 * its text uses of the default export.
 */
export function setupBun(build: BunBuild, ids: ModuleIds, bun: BunPlatform, calls: CallChecker): void {
  build.onResolve({ filter: ids.owned }, async ({ path, importer, kind }) => {
    const target = ids.parse(path)
    if (target && target.part !== "root") return own({ ...target, file: resolve(dirname(importer), target.file) })
    if (kind !== "import-statement") return undefined
    const file = find(path, importer)
    if (file === undefined || !ids.manifest.test(file)) return undefined
    const wrong = await calls.check(importer, file)
    // Bun takes no warnings of plugins.
    for (const each of wrong?.diagnostics ?? []) console.warn(formatDiagnostic(each, wrong?.text))
    const keep = await findUsesInFile({ file: importer, specifier: path, loaders: build.config.loader }, print)
    return keep && own({ file, part: "root", keep })
  })

  function own(id: ModuleId): { readonly path: string } {
    return { path: ids.format(id) }
  }

  /** `undefined`: left to Bun, which then says that there is no such file. */
  function find(specifier: string, importer: string): string | undefined {
    try {
      return bun.resolveSync(specifier, dirname(importer))
    } catch {
      return undefined
    }
  }

  async function print(code: string, { loader, define }: PrintOptions): Promise<{ readonly code: string }> {
    const transpiler = new bun.Transpiler({ loader, ...(define && { define }) })
    return { code: await transpiler.transform(code) }
  }
}
