import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("../..", import.meta.url))

export interface RunResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end and returns what it printed, whatever its status. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<RunResult> {
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { cwd: options.cwd, env: { ...process.env, NO_COLOR: "1", ...options.env }, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        const status = error ? (typeof error.code === "number" ? error.code : 1) : 0
        resolve({ status, stdout, stderr })
      },
    )
  })
}

/** As `run`, but a failure is an error that shows what was printed. */
export async function mustRun(...[command, args, options]: Parameters<typeof run>): Promise<RunResult> {
  const result = await run(command, args, options)
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${result.status}\n${result.stdout}\n${result.stderr}`)
  }
  return result
}

/** Version ranges of the repository's own development tools, so that a consumer gets the same ones. */
export async function toolRanges(names: readonly string[]): Promise<readonly string[]> {
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>
  }
  return names.map((name) => `${name}@${manifest.devDependencies[name] ?? "latest"}`)
}
