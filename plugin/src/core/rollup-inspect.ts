import type { BuildOutput } from "./build-output.ts"
import type { ModuleIds } from "./module-ids.ts"
import { rollupOutput, type RollupBundle, type RollupOutputContext } from "./rollup-output.ts"

/** Hooks of Rollup, Rolldown and Vite that have a finished bundle looked at. */
export interface InspectHooks {
  buildStart(options: { readonly platform?: unknown }): void
  readonly generateBundle: {
    readonly order: "post"
    handler(this: RollupOutputContext & ErrorContext, options: unknown, bundle: RollupBundle): Promise<void>
  }
}

interface ErrorContext {
  error(message: string): never
}

/** Problems end the build, all in one error. `start` is told that a build begins: these hooks take the place of unplugin's. */
export function createInspectHooks(
  ids: ModuleIds,
  inspect: (output: BuildOutput) => Promise<readonly string[]>,
  start: () => void,
): InspectHooks {
  let platform: string | undefined
  return {
    buildStart(options) {
      start()
      platform = typeof options.platform === "string" ? options.platform : undefined
    },
    generateBundle: {
      order: "post",
      async handler(_, bundle) {
        const problems = await inspect(rollupOutput(this, bundle, ids, platform))
        if (problems.length > 0) this.error(problems.join("\n\n"))
      },
    },
  }
}
