import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { ServiceClock } from "../clock.ts"
import type { ModelCatalogue } from "../model/model-catalogue.ts"
import type { Checkpoint } from "./checkpoint.ts"
import { type CheckpointFiles, decodeCheckpoint, encodeCheckpoint, sizeOf } from "./checkpoint-files.ts"
import { type CheckpointKind, formatTinkerPath, isCheckpointKind, type TinkerPath } from "./tinker-path.ts"

/** What no checkpoint's name holds: marks a folder that is being written, and one that is being replaced. */
const draftMark = "~"
const replacedMark = "~old"

/** Checkpoints by path, in memory and, where a directory is given, in `<directory>/<model id>/<kind>/<name>/` too. */
export class CheckpointStore {
  readonly #clock: ServiceClock
  readonly #directory: string | undefined
  readonly #checkpoints = new Map<string, Checkpoint>()

  constructor(clock: ServiceClock, directory: string | undefined) {
    this.#clock = clock
    this.#directory = directory
  }

  /**
   * Reads every checkpoint below the directory.
   *
   * @throws Error when one is damaged: a service that forgets weights silently would be worse than none.
   */
  async load(catalogue: ModelCatalogue): Promise<void> {
    if (this.#directory === undefined) return
    const found: Checkpoint[] = []
    for (const model of await subdirectories(this.#directory))
      for (const kind of await subdirectories(join(this.#directory, model)))
        if (isCheckpointKind(kind)) found.push(...(await readKind(join(this.#directory, model, kind), catalogue)))
    // Within a millisecond the numbers of a model's operations tell.
    found.sort((left, right) => left.savedAt - right.savedAt || (left.seqId ?? 0) - (right.seqId ?? 0))
    for (const checkpoint of found) this.#checkpoints.set(formatTinkerPath(checkpoint.path), checkpoint)
  }

  /** Keeps a checkpoint, replacing one of the same path, and lets go of those that have expired. */
  async save(checkpoint: Omit<Checkpoint, "sizeBytes">): Promise<Checkpoint> {
    await this.#dropExpired()
    const files = encodeCheckpoint(checkpoint)
    const complete = { ...checkpoint, sizeBytes: sizeOf(files) }
    await this.#write(checkpoint.path, files)
    this.#checkpoints.set(formatTinkerPath(checkpoint.path), complete)
    return complete
  }

  /** Changes what is known about a checkpoint; its weights stay. */
  async update(checkpoint: Checkpoint, change: { isPublic?: boolean; expiresAt?: number | undefined }): Promise<void> {
    const { expiresAt: previous, ...rest } = checkpoint
    const expiresAt = "expiresAt" in change ? change.expiresAt : previous
    const isPublic = change.isPublic ?? checkpoint.isPublic
    await this.save({ ...rest, isPublic, ...(expiresAt === undefined ? {} : { expiresAt }) })
  }

  /** The checkpoint at `path` unless it has expired. */
  find(path: TinkerPath): Checkpoint | undefined {
    return this.#alive(this.#checkpoints.get(formatTinkerPath(path)))
  }

  async delete(path: TinkerPath): Promise<void> {
    this.#checkpoints.delete(formatTinkerPath(path))
    if (this.#directory !== undefined) await rm(this.#folder(this.#directory, path), { recursive: true, force: true })
  }

  /** The checkpoints that have not expired, newest first; of one model where `modelId` is given. */
  list(modelId?: string): readonly Checkpoint[] {
    return [...this.#checkpoints.values()]
      .filter((checkpoint) => this.#alive(checkpoint) !== undefined)
      .filter((checkpoint) => modelId === undefined || checkpoint.path.modelId === modelId)
      .reverse()
      .sort((left, right) => right.savedAt - left.savedAt)
  }

  /** The latest checkpoint of a model and kind. */
  latest(modelId: string, kind: CheckpointKind): Checkpoint | undefined {
    return this.list(modelId).find((checkpoint) => checkpoint.path.kind === kind)
  }

  async #dropExpired(): Promise<void> {
    for (const checkpoint of [...this.#checkpoints.values()])
      if (this.#alive(checkpoint) === undefined) await this.delete(checkpoint.path)
  }

  #alive(checkpoint: Checkpoint | undefined): Checkpoint | undefined {
    const expiresAt = checkpoint?.expiresAt ?? Infinity
    return expiresAt > this.#clock.wallTime() ? checkpoint : undefined
  }

  async #write(path: TinkerPath, files: CheckpointFiles): Promise<void> {
    if (this.#directory === undefined) return
    const folder = this.#folder(this.#directory, path)
    const draft = `${folder}${draftMark}`
    const before = `${folder}${replacedMark}`
    await mkdir(draft, { recursive: true })
    for (const [name, content] of files) await writeFile(join(draft, name), content, { flush: true })
    if (this.#checkpoints.has(formatTinkerPath(path))) await rename(folder, before)
    await rename(draft, folder)
    await rm(before, { recursive: true, force: true })
  }

  #folder(directory: string, { modelId, kind, name }: TinkerPath): string {
    return join(directory, encodeURIComponent(modelId), kind, name)
  }
}

async function readKind(folder: string, catalogue: ModelCatalogue): Promise<readonly Checkpoint[]> {
  const found: Checkpoint[] = []
  await clearAfterCrash(folder)
  for (const name of await subdirectories(folder)) {
    const files = new Map<string, Buffer>()
    for (const file of await readdir(join(folder, name))) files.set(file, await readFile(join(folder, name, file)))
    found.push(decoded(join(folder, name), files, catalogue))
  }
  return found
}

/** Finishes or undoes what a service was writing when it died: the new checkpoint stands once its folder has its name. */
async function clearAfterCrash(folder: string): Promise<void> {
  const names = await subdirectories(folder)
  for (const name of names) {
    const path = join(folder, name)
    const plain = name.slice(0, -replacedMark.length)
    if (name.endsWith(replacedMark) && !names.includes(plain)) await rename(path, join(folder, plain))
    else if (name.endsWith(replacedMark) || name.endsWith(draftMark)) await rm(path, { recursive: true })
  }
}

function decoded(folder: string, files: CheckpointFiles, catalogue: ModelCatalogue): Checkpoint {
  try {
    return decodeCheckpoint(files, (model) => catalogue.base(model))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`The checkpoint in ${folder} cannot be read: ${why}`, { cause: error })
  }
}

async function subdirectories(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}
