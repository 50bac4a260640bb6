import type { BuildRequest } from "./build-request.ts"
import { compileScript, runScript } from "./run-script.ts"

/** What `farm-process.ts` is told. */
export interface FarmRequest {
  readonly root: string
  readonly src: string
  /** Each entry gets a folder there. */
  readonly path: string
  readonly entries: Readonly<Record<string, string>>
  readonly minify: boolean
  readonly options: object | undefined
}

/** Farm leaves its marks on the process: it gets its own. */
export async function buildWithFarm(request: BuildRequest): Promise<Record<string, string>> {
  const { workspace, entries, minify = false, options } = request
  const path = workspace.output("farm")
  const { script, dispose } = await compileScript(new URL("farm-process.ts", import.meta.url))
  try {
    const farm: FarmRequest = { root: workspace.app, src: workspace.path("src"), path, entries, minify, options }
    await runScript({ program: process.execPath, script, cwd: workspace.app, request: farm, printed: request.printed })
  } finally {
    await dispose()
  }
  return Object.fromEntries(Object.keys(entries).map((name) => [name, `${path}/${name}/${name}.mjs`]))
}
