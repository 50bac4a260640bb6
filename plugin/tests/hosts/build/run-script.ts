import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

export const repository = fileURLToPath(new URL("../../../../", import.meta.url))

/** What a host's process is told. */
export interface ScriptRun {
  readonly program: string
  /** For the program, before the script. */
  readonly args?: readonly string[]
  readonly script: string
  readonly cwd: string
  /** Reaches the script as JSON, in its first argument. */
  readonly request: object
  /** Is given all that it printed. */
  readonly printed?: ((text: string) => void) | undefined
}

/** Runs a host in a process of its own; rejects with all that it printed. */
export function runScript({ program, args = [], script, cwd, request, printed }: ScriptRun): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", CI: "1" }
    execFile(program, [...args, script, JSON.stringify(request)], { cwd, env }, (error, stdout, stderr) => {
      printed?.(`${stdout}\n${stderr}`)
      if (error) reject(new Error(`${stdout}\n${stderr}`))
      else resolve(stdout)
    })
  })
}

/** A TypeScript file with the plugin as plain JavaScript, where the dependencies of both are found. */
export async function compileScript(
  source: URL,
): Promise<{ readonly script: string; readonly dispose: () => Promise<void> }> {
  const folder = await mkdtemp(join(repository, "node_modules/.pristine-script-"))
  const script = join(folder, "script.mjs")
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile: script,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
  })
  return { script, dispose: () => rm(folder, { recursive: true, force: true }) }
}
