import type { Command } from "commander"
import { pushCheckpoint } from "../../hugging-face/push-checkpoint.ts"
import type { CommandAdder } from "../command-adder.ts"
import { downloadProgress } from "../download-progress.ts"
import { printOptionsOf, several } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { checkpointPath, pathHelp } from "./checkpoint-path.ts"

interface PushHfOptions {
  readonly repo?: string
  readonly public?: true
  readonly revision?: string
  readonly commitMessage?: string
  readonly createPr?: true
  readonly allowPattern?: readonly string[]
  readonly ignorePattern?: readonly string[]
  readonly hfToken?: string
  readonly modelCard: boolean
}

/** `tinkex checkpoint push-hf` */
export const addCheckpointPushCommand: CommandAdder = (parent, host) => {
  parent
    .command("push-hf")
    .description("upload a checkpoint to the Hugging Face Hub as a PEFT adapter")
    .argument("<path>", pathHelp, checkpointPath)
    .option("-r, --repo <repo>", "owner/name, or a name of your own (default: made from base model and run)")
    .option("--public", "make a repository that everybody can read (default: private)")
    .option("--revision <branch>", "branch to upload to (default: main, or one for the checkpoint without --repo)")
    .option("--commit-message <text>", "message of the commit")
    .option("--create-pr", "propose a pull request instead of committing")
    .option("--allow-pattern <pattern>", "upload only files like this; may be repeated", several)
    .option("--ignore-pattern <pattern>", "upload no files like this; may be repeated", several)
    .option(
      "--hf-token <token>",
      "Hugging Face token (default: HF_TOKEN, HUGGING_FACE_HUB_TOKEN, or the file of a login)",
    )
    .option("--no-model-card", "write no README.md where the checkpoint has none")
    .action(async (path: string, options: PushHfOptions, command: Command) => {
      const { terminal } = host
      const pushed = await withRest(host, command, (rest, { signal }) =>
        pushCheckpoint(rest, path, {
          signal,
          env: terminal.env,
          onProgress: downloadProgress(terminal),
          modelCard: options.modelCard,
          public: options.public ?? false,
          createPr: options.createPr ?? false,
          ...(options.repo !== undefined && { repo: options.repo }),
          ...(options.revision !== undefined && { revision: options.revision }),
          ...(options.commitMessage !== undefined && { commitMessage: options.commitMessage }),
          ...(options.allowPattern && { allow: options.allowPattern }),
          ...(options.ignorePattern && { ignore: options.ignorePattern }),
          ...(options.hfToken !== undefined && { token: options.hfToken }),
        }),
      )
      const { pullRequestUrl } = pushed
      printOutput(
        {
          facts: [
            ["Checkpoint", path],
            ["Repository", pushed.repoId],
            ["Revision", pushed.revision],
            ["Public", pushed.public ? "Yes" : "No"],
            ["Files", pushed.files.join(", ")],
            ...(pullRequestUrl === undefined ? [] : [["Pull request", pullRequestUrl] as const]),
          ],
          json: {
            checkpoint_path: path,
            repo_id: pushed.repoId,
            revision: pushed.revision,
            public: pushed.public,
            files: pushed.files,
            pull_request_url: pullRequestUrl ?? null,
          },
        },
        printOptionsOf(command),
        terminal,
      )
    })
}
