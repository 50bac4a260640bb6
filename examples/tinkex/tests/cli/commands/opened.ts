import type { Resources } from "../../checkpoint-files/temporary-folder.ts"
import { savedCheckpoint, type SavedCheckpoint } from "../../hugging-face/saved-checkpoint.ts"
import { runCommand, type CliResult, type CliSituation } from "../run-command.ts"
import type { LocalServiceOptions } from "../../../local-service/index.ts"

export const noon = Date.UTC(2026, 4, 20, 12)

export interface OpenedService extends SavedCheckpoint {
  readonly run: string
  /** Runs the command line against the service; the words of a line are separated by single spaces. */
  readonly cli: (line: string, situation?: CliSituation) => Promise<CliResult>
}

/** The command line at a local service with one training run, whose one checkpoint was saved at noon. */
export async function opened(resources: Resources, options: LocalServiceOptions = {}): Promise<OpenedService> {
  const saved = await savedCheckpoint(resources, { now: () => noon, ...options })
  const env = { TINKER_BASE_URL: saved.url, TINKER_API_KEY: "tml-test" }
  return {
    ...saved,
    run: saved.path.split("/")[2] ?? "",
    cli: (line, situation = {}) =>
      runCommand(line.split(" "), { now: noon + 7_200_000, ...situation, env: { ...env, ...situation.env } }),
  }
}
