import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { build } from "esbuild"

const root = fileURLToPath(new URL("../../", import.meta.url))

/**
 * Compiles an entry and runs it in a process of its own, where `gc()` collects. Gives what it prints, as JSON; a process
 * that does not end is ended, which is a failure.
 */
export async function runWithGc(entry: string, ...args: readonly string[]): Promise<unknown> {
  const { outputFiles } = await build({
    entryPoints: [`${root}tests/faults/entries/${entry}`],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    alias: { "#failure-codes": `${root}src/adapters/transport/failure-codes.ts` },
    logLevel: "silent",
  })
  const flags = ["--expose-gc", "--input-type=module", "-e", outputFiles[0]?.text ?? "", "--"]
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...args], { cwd: root, timeout: 20_000 })
  return JSON.parse(stdout) as unknown
}
