import { isAbsolute } from "node:path"
import { id, importerId, include } from "@rolldown/pluginutils"
import type { ExternalIdResult, UnpluginOptions } from "unplugin"
import { findUsesInFile } from "./importer-file.ts"
import type { CallChecker } from "./misspelt-calls.ts"
import type { ModuleIds } from "./module-ids.ts"
import { describeProblems } from "./problems.ts"

type ResolveHook = Extract<UnpluginOptions["resolveId"], { readonly handler: unknown }>

/** What unplugin's typed context leaves out, because only Rollup-like hosts have it. */
interface RollupContext {
  warn(message: object): void
  resolve(source: string, importer: string | undefined, options: object): Promise<ExternalIdResult | null>
  /** Vite only. */
  readonly environment?: { readonly mode: string }
}

/** Hosts that find generated modules by an id of their own. */
export function isRollupLike(framework: string): boolean {
  return ["vite", "rollup", "rolldown", "unloader"].includes(framework)
}

/** Whether a hook runs for Vite's dev server: there every module is asked for, and answered, by itself. */
export function isDevServer(context: unknown): boolean {
  return (context as Pick<RollupContext, "environment">).environment?.mode === "dev"
}

/** Leads every import of a manifest to its generated modules, by whatever specifier, alias or import key it came. */
export function createResolveHook(ids: ModuleIds, calls: CallChecker): ResolveHook {
  return {
    filter: [include(id(ids.owned)), include(importerId(ids.generated))],
    async handler(source, importer, options) {
      const context = this as unknown as RollupContext
      const resolve = (specifier: string, from: string | undefined) =>
        context.resolve(specifier, from, { ...options, skipSelf: true })
      const target = ids.parse(source)

      const from = importer === undefined ? undefined : ids.parse(importer)
      if (from) {
        if (target) return own({ ...target, file: from.file })
        // Hosts look for packages from the importer's folder if the importer exists; the manifest does. The manifest itself
        // stays what it is: Vite resolves the files that a module watches as if that module imported them, and a module
        // that became its own importer so would not be updated.
        return resolve(source, from.file)
      }

      if (!ids.owned.test(source)) return undefined
      // A generated module's own url, which a restarted dev server or a module cache asks for.
      const resolved = await resolve(target?.file ?? source, importer)
      const file = resolved?.id.replace(/\?v=\w+$/, "") ?? ""
      if (!resolved || resolved.external || !ids.manifest.test(file)) return resolved
      if (importer !== undefined && isAbsolute(importer)) {
        const wrong = await calls.check(importer, file)
        for (const each of wrong?.diagnostics ?? [])
          context.warn(describeProblems([each], { file: importer, text: wrong?.text ?? "", framed: true }))
      }
      const keep = target || importer === undefined ? undefined : await usesOf(context, importer, source)
      return own({ part: "root", ...target, ...(keep && { keep }), file })
    },
  }

  /** A dev server's modules are shared by everybody, and nothing is left out of them. */
  async function usesOf(
    context: RollupContext,
    importer: string,
    specifier: string,
  ): Promise<readonly string[] | undefined> {
    if (isDevServer(context) || !isAbsolute(importer)) return undefined
    return findUsesInFile({ file: importer, specifier, loaders: undefined })
  }

  function own(id: Parameters<ModuleIds["format"]>[0]): { id: string; moduleSideEffects: false } {
    return { id: ids.format(id), moduleSideEffects: false }
  }
}
