import { nodeModule } from "../node-module.ts"
import type { TokenizerId } from "./tokenizer-id.ts"

const purpose = "A cache of tokenizers in a folder"

/** Keeps downloaded files from one run of a program to the next. */
export interface FileCache {
  read(id: TokenizerId, name: string): Promise<Uint8Array | undefined>
  write(id: TokenizerId, name: string, bytes: Uint8Array): Promise<void>
}

/** A cache in a folder of this machine. A file appears in it as a whole or not at all. Needs Node. */
export function folderCache(directory: string): FileCache {
  const path = nodeModule("path", purpose)
  const { mkdir, mkdtemp, readFile, rename, rm, writeFile } = nodeModule("fs/promises", purpose)
  const pathOf = ({ id, revision }: TokenizerId, name: string): string =>
    path.join(directory, id.replaceAll("/", "__"), encodeURIComponent(revision).replace(/^\.+$/, "_"), name)
  return {
    async read(id, name) {
      try {
        return await readFile(pathOf(id, name))
      } catch (error) {
        const { code } = error as { code?: unknown }
        if (code === "ENOENT" || code === "ENOTDIR") return undefined
        throw error
      }
    },
    async write(id, name, bytes) {
      const file = pathOf(id, name)
      await mkdir(path.dirname(file), { recursive: true })
      // Beside its place, so that moving it there is one step.
      const draft = await mkdtemp(`${file}-`)
      try {
        await writeFile(path.join(draft, name), bytes)
        await rename(path.join(draft, name), file)
      } finally {
        await rm(draft, { recursive: true, force: true })
      }
    },
  }
}

/** Where files are kept when nobody says where; `undefined` where there is no such folder. */
export function defaultCacheDirectory(env: (name: string) => string | undefined): string | undefined {
  const home = env("HOME")
  const base = env("XDG_CACHE_HOME") || env("LOCALAPPDATA") || (home && `${home}/.cache`)
  return base ? `${base}/tinkex/hf` : undefined
}
