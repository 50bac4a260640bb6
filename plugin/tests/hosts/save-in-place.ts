import { open, readFile } from "node:fs/promises"

/**
 * Saves a changed text without a moment in which the file is empty or half of it, which a fast watcher would see: one write
 * over the old text, with spaces behind a text that became shorter.
 */
export async function saveInPlace(path: string, change: (text: string) => string): Promise<void> {
  const old = await readFile(path)
  const text = Buffer.from(change(old.toString("utf8")))
  const padding = Buffer.alloc(Math.max(0, old.length - text.length), " ")
  const file = await open(path, "r+")
  try {
    await file.write(Buffer.concat([text, padding]), 0, undefined, 0)
  } finally {
    await file.close()
  }
}
