import { writeDeclarations, type DeclarationForm } from "../types/index.ts"
import type { ReadManifest } from "./generation.ts"
import type { ResolvedOptions } from "./options.ts"

/** Writes declarations beside the build: no module waits for them. */
export interface DeclarationQueue {
  /** Starts writing, once for each content of a manifest. A failure is printed as a warning. */
  add(manifest: ReadManifest): void
  /** Resolves when nothing is being written. */
  readonly settle: () => Promise<void>
}

export function createDeclarationQueue({ types }: ResolvedOptions): DeclarationQueue {
  const seen = new WeakSet<ReadManifest>()
  const last = new Map<string, Promise<void>>()
  return {
    add(manifest) {
      if (types === false || seen.has(manifest)) return
      seen.add(manifest)
      // One after the other for one manifest: the newest text is written last.
      const writing = (last.get(manifest.file) ?? Promise.resolve()).then(() => write(manifest, types))
      last.set(manifest.file, writing)
    },
    settle: async () => {
      await Promise.all(last.values())
    },
  }
}

async function write({ file, loaded, positions }: ReadManifest, target: DeclarationForm | undefined): Promise<void> {
  if (!loaded.model) return
  try {
    await writeDeclarations(loaded.model, { manifest: file, positions, ...(target && { target }) })
  } catch (error) {
    console.warn(`[unplugin-pristine] The types of ${file} were not written:`, error)
  }
}
