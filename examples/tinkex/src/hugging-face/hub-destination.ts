import type { TinkerPath } from "../data/tinker-path.ts"

/** Where on the Hub a checkpoint goes. */
export interface HubDestination {
  /** `name` or `owner/name`. */
  readonly repo: string
  /** A branch. */
  readonly revision: string
}

/**
 * Without a repository: one for the training run, with a branch for the checkpoint unless the revision is said. With one:
 * its branch `main` unless the revision is said.
 */
export function hubDestination(
  { trainingRunId, checkpointId }: TinkerPath,
  baseModel: string | undefined,
  asked: Partial<HubDestination>,
): HubDestination {
  if (asked.repo !== undefined) return { repo: asked.repo, revision: asked.revision ?? "main" }
  const base = baseModel?.split("/").at(-1) ?? "adapter"
  return {
    repo: plainName(`tinker-${base}-${trainingRunId}`),
    revision: asked.revision ?? plainName(checkpointId),
  }
}

/** What the Hub takes as the name of a repository or a branch. */
function plainName(text: string): string {
  return text
    .replaceAll(/[^\p{L}\p{N}_.-]/gu, "-")
    .replaceAll(/-{2,}/g, "-")
    .replaceAll(/^[-_. ]+|[-_. ]+$/g, "")
}
