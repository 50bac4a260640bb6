import { watch, type FSWatcher } from "node:fs"
import { basename, dirname, join } from "node:path"

/** Tells of changes to a set of files until it is closed. */
export interface FileWatch {
  /** Replaces the set. Folders that are watched already stay watched. */
  set(files: Iterable<string>): void
  close(): void
}

/**
 * Watches the folders of files rather than the files: an editor that saves by renaming would otherwise be lost after
 * the first time. `changed` is told which of the files something happened to, and may be told so more than once.
 *
 * @param isWanted Names of other files in these folders that `changed` is told of, too.
 */
export function watchFiles(
  changed: (file: string) => void,
  failed: (error: Error) => void,
  isWanted: (name: string) => boolean,
): FileWatch {
  const watchers = new Map<string, FSWatcher>()
  let wanted = new Map<string, Map<string, string>>()

  const open = (folder: string): void => {
    const watcher = watch(folder, (_event, name) => {
      const files = wanted.get(folder)
      if (name === null) return files?.forEach((file) => changed(file))
      const file = files?.get(name)
      if (file !== undefined) changed(file)
      else if (isWanted(name)) changed(join(folder, name))
    })
    watchers.set(folder, watcher.on("error", failed))
  }

  return {
    set(files) {
      wanted = new Map()
      for (const file of files) {
        const folder = dirname(file)
        wanted.set(folder, (wanted.get(folder) ?? new Map<string, string>()).set(basename(file), file))
      }
      for (const [folder, watcher] of watchers) {
        if (wanted.has(folder)) continue
        watcher.close()
        watchers.delete(folder)
      }
      for (const folder of wanted.keys()) if (!watchers.has(folder)) open(folder)
    },
    close() {
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    },
  }
}
