import { relative } from "node:path"
import type { DevEnvironment } from "vite"
import { noticeCode } from "./change-notice.ts"
import type { LoadedModule } from "./generation.ts"

/** What a page is told of a saved manifest. */
interface ChangeEvent {
  readonly file: string
  readonly changes: readonly string[]
}

const event = "pristine:changed"

/** Says in the terminal and in the page's console what changed in meaning. */
export function tellChanges({ config, logger, hot }: DevEnvironment, path: string, changes: readonly string[]): void {
  if (changes.length === 0) return
  const file = relative(config.root, path)
  logger.info(`${file}: ${changes.join("; ")}`, { timestamp: true })
  hot.send(event, { file, changes } satisfies ChangeEvent)
}

/** The part of Vite's plugin context that unplugin's does not have. */
interface ViteLoadContext {
  readonly environment?: {
    readonly mode: string
    readonly config: {
      readonly consumer: string
      readonly root: string
      readonly server?: { readonly hmr?: boolean | { readonly overlay?: boolean } }
    }
  }
}

/** A manifest's root as the dev server gives it to a page: it prints and, unless overlays are turned off, shows what the server tells. */
export function withChangeListener(module: LoadedModule, file: string, context: unknown): LoadedModule {
  const { environment } = context as ViteLoadContext
  if (environment?.mode !== "dev" || environment.config.consumer !== "client") return module
  const { hmr } = environment.config.server ?? {}
  const shows = typeof hmr !== "object" || hmr.overlay !== false
  const own = JSON.stringify(relative(environment.config.root, file))
  // Within a block, so that no name meets one of the module's own.
  return {
    ...module,
    code: `${module.code}
{
${shows ? `${noticeCode}\n` : ""}import.meta.hot?.on("${event}", ({ file, changes }) => {
  if (file !== ${own}) return
  for (const change of changes) console.info("[pristine]", file + ": " + change)
${shows ? "  notify(file, changes)\n" : ""}})
}
`,
  }
}
