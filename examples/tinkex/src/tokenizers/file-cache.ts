import type { TokenizerId } from "./tokenizer-id.ts"

/** Keeps downloaded files from one run of a program to the next. */
export interface FileCache {
  read(id: TokenizerId, name: string): Promise<Uint8Array | undefined>
  write(id: TokenizerId, name: string, bytes: Uint8Array): Promise<void>
}

/** A cache in a folder of this machine. A file appears in it as a whole or not at all. Needs Node. */
export function folderCache(directory: string): FileCache {
  const pathOf = async ({ id, revision }: TokenizerId, name: string): Promise<string> => {
    const path = await import("node:path")
    return path.join(directory, id.replaceAll("/", "__"), encodeURIComponent(revision).replace(/^\.+$/, "_"), name)
  }
  return {
    async read(id, name) {
      const { readFile } = await import("node:fs/promises")
      try {
        return await readFile(await pathOf(id, name))
      } catch (error) {
        const { code } = error as { code?: unknown }
        if (code === "ENOENT" || code === "ENOTDIR") return undefined
        throw error
      }
    },
    async write(id, name, bytes) {
      const { mkdir, mkdtemp, rename, rm, writeFile } = await import("node:fs/promises")
      const { default: nodePath } = await import("node:path")
      const path = await pathOf(id, name)
      await mkdir(nodePath.dirname(path), { recursive: true })
      // Beside its place, so that moving it there is one step.
      const draft = await mkdtemp(`${path}-`)
      try {
        await writeFile(nodePath.join(draft, name), bytes)
        await rename(nodePath.join(draft, name), path)
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
