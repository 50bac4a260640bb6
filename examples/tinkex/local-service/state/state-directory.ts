import { mkdir, readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { readStateFile, type StateFile, writeStateFile } from "./state-file.ts"
import { lockName, StateLock } from "./state-lock.ts"

/** What lies in a state directory, each kind in a folder of its own. */
const kinds = ["session", "model", "sampler", "result", "request"] as const
export type StateKind = (typeof kinds)[number]

interface ServiceHead {
  readonly seed: number
  /** How often a service has started here before. */
  readonly starts: number
}

/** The folder in which a service keeps its state, one file a thing, each written in one step. */
export class StateDirectory {
  readonly #path: string
  readonly #lock: StateLock
  /** Decides ids and chance. */
  readonly seed: number
  /** How often a service has started here before. */
  readonly starts: number

  private constructor(path: string, lock: StateLock, { seed, starts }: ServiceHead) {
    this.#path = path
    this.#lock = lock
    this.seed = seed
    this.starts = starts
  }

  /**
   * Opens the state in a folder, or begins one in a folder that is empty or absent. `seed`: of a state that begins; `now`
   * in milliseconds since 1970.
   *
   * @throws Error when the folder holds something else, another service uses it, or its description is damaged.
   */
  static async open(path: string, seed: number, now: number): Promise<StateDirectory> {
    await mkdir(path, { recursive: true })
    const names = await readdir(path)
    if (!names.includes("service") && names.some((name) => name !== "service~" && !name.startsWith(lockName)))
      throw new Error(`${path} is not empty and holds no state of a local service`)
    const lock = await StateLock.take(path, now)
    try {
      return new StateDirectory(path, lock, await begin(path, seed))
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** Leaves the folder to other services. */
  close(): Promise<void> {
    return this.#lock.release()
  }

  /** The folder of the checkpoints. */
  get checkpoints(): string {
    return join(this.#path, "checkpoints")
  }

  write(kind: StateKind, id: string, head: unknown, payload: Uint8Array = Buffer.alloc(0)): Promise<void> {
    return writeStateFile(this.#file(kind, id), kind, head, payload)
  }

  remove(kind: StateKind, id: string): Promise<void> {
    return rm(this.#file(kind, id), { force: true })
  }

  /**
   * Everything of a kind. What was being written when a service died is cleared away.
   *
   * @throws Error naming a file that is foreign, torn or damaged: a service that forgets silently would be worse than none.
   */
  async *read<Head>(kind: StateKind): AsyncGenerator<StateFile<Head> & { readonly path: string }, void, undefined> {
    const folder = join(this.#path, `${kind}s`)
    for (const name of (await readdir(folder)).sort()) {
      const path = join(folder, name)
      if (name.endsWith("~")) await rm(path, { force: true })
      else yield { ...(await readStateFile<Head>(path, kind)), path }
    }
  }

  #file(kind: StateKind, id: string): string {
    return join(this.#path, `${kind}s`, encodeURIComponent(id))
  }
}

async function begin(path: string, seed: number): Promise<ServiceHead> {
  const file = join(path, "service")
  const isKnown = (await readdir(path)).includes("service")
  const known = isKnown ? (await readStateFile<ServiceHead>(file, "service")).head : undefined
  const head = { seed: known?.seed ?? seed, starts: known === undefined ? 0 : known.starts + 1 }
  for (const kind of kinds) await mkdir(join(path, `${kind}s`), { recursive: true })
  await writeStateFile(file, "service", head, Buffer.alloc(0))
  return head
}
