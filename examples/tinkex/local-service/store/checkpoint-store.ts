import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { ServiceClock } from "../clock.ts"
import type { ModelCatalogue } from "../model/model-catalogue.ts"
import type { Checkpoint } from "./checkpoint.ts"
import { type CheckpointFiles, decodeCheckpoint, encodeCheckpoint, sizeOf } from "./checkpoint-files.ts"
import { type CheckpointKind, formatTinkerPath, isCheckpointKind, type TinkerPath } from "./tinker-path.ts"

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
    for (const model of await subdirectories(this.#directory))
      for (const kind of await subdirectories(join(this.#directory, model)))
        if (isCheckpointKind(kind)) await this.#loadKind(join(this.#directory, model, kind), catalogue)
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

  async #loadKind(folder: string, catalogue: ModelCatalogue): Promise<void> {
    const found: Checkpoint[] = []
    for (const name of await subdirectories(folder)) {
      // A folder that was being written when the service died.
      if (name.endsWith("~")) continue
      const files = new Map<string, Buffer>()
      for (const file of await readdir(join(folder, name))) files.set(file, await readFile(join(folder, name, file)))
      found.push(decodeCheckpoint(files, (model) => catalogue.base(model)))
    }
    found.sort((left, right) => left.savedAt - right.savedAt)
    for (const checkpoint of found) this.#checkpoints.set(formatTinkerPath(checkpoint.path), checkpoint)
  }

  async #write(path: TinkerPath, files: CheckpointFiles): Promise<void> {
    if (this.#directory === undefined) return
    const folder = this.#folder(this.#directory, path)
    const draft = `${folder}~`
    await mkdir(draft, { recursive: true })
    for (const [name, content] of files) await writeFile(join(draft, name), content)
    await rm(folder, { recursive: true, force: true })
    await rename(draft, folder)
  }

  #folder(directory: string, { modelId, kind, name }: TinkerPath): string {
    return join(directory, encodeURIComponent(modelId), kind, name)
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
