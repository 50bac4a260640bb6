import { parseTinkerPath } from "../data/tinker-path.ts"

/**
 * Name of the folder that a checkpoint is unpacked into, as the official command line makes it: the path without its scheme,
 * every slash an underscore. On Windows the colons of the training run's id are underscores, too.
 *
 * Throws a `TypeError` when `path` is no checkpoint path.
 */
export function folderName(path: string, platform: NodeJS.Platform = process.platform): string {
  const { trainingRunId, kind, name } = parseTinkerPath(path)
  const flat = `${trainingRunId}_${kind}_${name}`.replaceAll(/[\\\0]/g, "_")
  return platform === "win32" ? flat.replaceAll(/[<>:"|?*]/g, "_") : flat
}
