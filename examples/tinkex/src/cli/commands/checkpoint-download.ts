import { resolve } from "node:path"
import type { Command } from "commander"
import { isPristineError } from "pristine-runtime"
import { downloadCheckpoint } from "../../checkpoint-files/download-checkpoint.ts"
import { CliError } from "../cli-error.ts"
import type { CommandAdder } from "../command-adder.ts"
import { downloadProgress } from "../download-progress.ts"
import { printOptionsOf } from "../global-options.ts"
import { formatSize } from "../output/format-size.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { checkpointPath, pathHelp } from "./checkpoint-path.ts"

/** `tinkex checkpoint download` */
export const addCheckpointDownloadCommand: CommandAdder = (parent, host) => {
  parent
    .command("download")
    .description("download a checkpoint into a folder of its own; goes on where an earlier download ended")
    .argument("<path>", pathHelp, checkpointPath)
    .option("-o, --output <folder>", "folder to make it in", ".")
    .option("--force", "replace the folder if it is there")
    .action(
      async (path: string, { output, force }: { readonly output: string; readonly force?: true }, command: Command) => {
        const { terminal } = host
        const { folder, archiveBytes } = await withRest(host, command, async (rest, options) => {
          try {
            return await downloadCheckpoint(rest, path, {
              ...options,
              outputDir: resolve(terminal.cwd, output),
              force: force ?? false,
              onProgress: downloadProgress(terminal),
            })
          } catch (error) {
            if (!isPristineError(error, "input")) throw error
            throw new CliError(error.message, "--force replaces it; --output names another folder.")
          }
        })
        printOutput(
          {
            facts: [
              ["Checkpoint", path],
              ["Downloaded to", folder],
              ["Archive size", formatSize(archiveBytes)],
            ],
            json: { checkpoint_path: path, destination: folder, file_size_bytes: archiveBytes },
          },
          printOptionsOf(command),
          terminal,
        )
      },
    )
}
