import { lstat, mkdir, mkdtemp, rename, rm } from "node:fs/promises"
import { join } from "node:path"

/** Whether anything is at a path, a link to nothing among it. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false
    throw error
  }
}

/**
 * Fills a folder that appears whole or not at all: `fill` gets an empty one beside it, which takes its name afterwards.
 * What is in its place is replaced, and stays if anything fails.
 */
export async function putFolder(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const beside = await mkdtemp(`${folder}.unpacking-`)
  try {
    const draft = join(beside, "new")
    await mkdir(draft)
    await fill(draft)
    const before = join(beside, "old")
    const replaces = await exists(folder)
    if (replaces) await rename(folder, before)
    try {
      await rename(draft, folder)
    } catch (error) {
      if (replaces) await rename(before, folder)
      throw error
    }
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}
