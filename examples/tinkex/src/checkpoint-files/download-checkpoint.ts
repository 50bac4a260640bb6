import { mkdir } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { httpPolicy } from "#tinker.pristine.json"
import { isPristineError, PristineError } from "pristine-runtime"
import { discardDownload, downloadFile, type DownloadProgress } from "pristine-runtime/node"
import type { RestClient } from "../clients/rest-client.ts"
import { folderName } from "./folder-name.ts"
import { exists, putFolder } from "./put-folder.ts"
import { unpackArchive } from "./unpack-archive.ts"
import { checkOptions, type OptionNames } from "../options/check-options.ts"

export interface DownloadOptions {
  /** Folder in which the checkpoint's own is made. Default: the working folder. It is made where it is absent. */
  readonly outputDir?: string
  /** Replaces a folder of the same name, once the new one is complete. Default false. */
  readonly force?: boolean
  readonly onProgress?: DownloadProgress
  /** Gives it up; what was received is gone on with by the next call. */
  readonly signal?: AbortSignal
}

const optionNames = {
  outputDir: true,
  force: true,
  onProgress: true,
  signal: true,
} as const satisfies OptionNames<DownloadOptions>

export interface DownloadedCheckpoint {
  /** Absolute path of the folder with the checkpoint's files. */
  readonly folder: string
  /** Bytes of the archive that they came in. */
  readonly archiveBytes: number
}

/**
 * Downloads a checkpoint's archive and unpacks it into `<outputDir>/<run>_<kind>_<name>`. The folder appears whole or not at
 * all. What was received of the archive stays in `<folder>.tar.part` until then, so that a call that failed or was given up
 * is gone on with by the next one. The archive's server gets no credential.
 *
 * Rejects with a `TypeError` when `tinkerPath` is no checkpoint path, and with a `PristineError`: `input` when the folder is
 * there and not to be replaced, `decode` when the archive is damaged or holds what is not safe to unpack, otherwise as the
 * requests fail.
 *
 * @example
 * const rest = await service.createRestClient()
 * const { folder } = await downloadCheckpoint(rest, "tinker://run-1/weights/final", { outputDir: "checkpoints" })
 */
export async function downloadCheckpoint(
  rest: RestClient,
  tinkerPath: string,
  options: DownloadOptions = {},
): Promise<DownloadedCheckpoint> {
  checkOptions("downloadCheckpoint", options, optionNames)
  const { outputDir = ".", force = false, onProgress, signal } = options
  const folder = resolve(join(outputDir, folderName(tinkerPath)))
  signal?.throwIfAborted()
  if (!force && (await exists(folder)))
    throw new PristineError("input", `${folder} is already there; nothing was downloaded`)
  await mkdir(dirname(folder), { recursive: true })

  const file = `${folder}.tar.part`
  const archiveBytes = await downloadFile({
    client: rest.client,
    policy: httpPolicy,
    address: async (during) => (await rest.getCheckpointArchiveUrl(tinkerPath, { signal: during })).url,
    file,
    onProgress,
    signal,
  })
  try {
    await putFolder(folder, (draft) => unpackArchive(file, draft, signal))
  } catch (error) {
    // Going on with it would fail in the same way.
    if (isPristineError(error, "decode")) await discardDownload(file)
    throw error
  }
  await discardDownload(file)
  return { folder, archiveBytes }
}
