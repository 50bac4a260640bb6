import type { ReadManifest } from "./generation.ts"

/**
 * Decides which module of a manifest tells what is wrong with it. Importers that link different parts of a manifest have
 * roots of their own, and each of them is loaded.
 */
export interface Teller {
  /** A build begins: everything is told again. */
  start(): void
  /** Whether this is the first to ask for a text of a manifest since the build began. */
  tells(manifest: ReadManifest): boolean
}

export function createTeller(): Teller {
  let told = new WeakSet<ReadManifest>()
  return {
    start: () => void (told = new WeakSet()),
    tells(manifest) {
      if (told.has(manifest)) return false
      told.add(manifest)
      return true
    },
  }
}
