import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { absolute, files, type BuildRequest } from "./build-request.ts"
import { repository, runScript } from "./run-script.ts"

/** What `bun-process.ts` is told. */
export interface BunRequest {
  readonly src: string
  readonly outdir: string
  readonly entries: Readonly<Record<string, string>>
  readonly minify: boolean
  readonly keepNames: boolean
  readonly options: object | undefined
}

/** Bun's bundler runs only in Bun, whose npm package carries it. */
export async function buildWithBun(request: BuildRequest): Promise<Record<string, string>> {
  const { workspace, entries, minify = false, keepNames = false, options } = request
  const outdir = workspace.output("bun")
  const bun: BunRequest = {
    src: workspace.path("src"),
    outdir,
    entries: absolute(workspace, entries),
    minify,
    keepNames,
    options,
  }
  await runScript({
    program: join(repository, "node_modules/.bin/bun"),
    script: fileURLToPath(new URL("bun-process.ts", import.meta.url)),
    cwd: workspace.app,
    request: bun,
    printed: request.printed,
  })
  return files(outdir, entries)
}
