import { lstat, mkdir, rename } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import type { Command } from "commander"
import { httpPolicy } from "#tinker.pristine.json"
import { discardDownload, downloadFile } from "pristine-runtime/node"
import { CliError } from "../cli-error.ts"
import type { CommandAdder } from "../command-adder.ts"
import { downloadProgress } from "../download-progress.ts"
import { printOptionsOf } from "../global-options.ts"
import { formatSize } from "../output/format-size.ts"
import { printOutput, type Output } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"

interface ExportTraceOptions {
  readonly output?: string
  readonly force?: true
  readonly urlOnly?: true
}

/** `tinkex session export-trace` */
export const addSessionExportCommand: CommandAdder = (parent, host) => {
  parent
    .command("export-trace")
    .description("write a session's timeline to a file that https://ui.perfetto.dev opens")
    .argument("<session>", "its id")
    .option("-o, --output <file>", "file to write (default: <session>.pftrace)")
    .option("--force", "replace the file if it is there")
    .option("--url-only", "print the address of the trace, which is good for about an hour, instead")
    .action(async (id: string, { output, force, urlOnly }: ExportTraceOptions, command: Command) => {
      const { terminal } = host
      const file = resolve(terminal.cwd, output ?? `${id.replaceAll(/[\\/]/g, "_")}.pftrace`)
      if (!urlOnly && !force && (await exists(file)))
        throw new CliError(`${file} is already there`, "--force replaces it; --output names another file.")
      const result = await withRest(host, command, async (rest, options): Promise<Output> => {
        terminal.progress(`Exporting the trace of session ${id}, which may take a while`)
        const { url } = await rest.exportSessionTrace(id, options)
        if (urlOnly) return { lines: [url], json: { session_id: id, url } }
        await mkdir(dirname(file), { recursive: true })
        const part = `${file}.part`
        // Every trace is made anew: what was left of an earlier one is of no use.
        await discardDownload(part)
        const address = (): Promise<string> => Promise.resolve(url)
        const onProgress = downloadProgress(terminal)
        const bytes = await downloadFile({
          client: rest.client,
          policy: httpPolicy,
          address,
          file: part,
          onProgress,
          ...options,
        })
        await rename(part, file)
        await discardDownload(part)
        return {
          facts: [
            ["Session ID", id],
            ["Saved to", file],
            ["Size", formatSize(bytes)],
          ],
          json: { session_id: id, destination: file, file_size_bytes: bytes },
        }
      })
      printOutput(result, printOptionsOf(command), terminal)
    })
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file)
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return false
    throw error
  }
}
