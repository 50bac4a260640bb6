import { createTemplateMemory, writeDeclarations, type DeclarationForm } from "../types/index.ts"
import type { ReadManifest } from "./generation.ts"
import type { ResolvedOptions } from "./options.ts"
import { systemTurns } from "./system-turns.ts"
import { takeTurns, type Turns } from "./take-turns.ts"

/** Writes declarations beside the build: no module waits for them, and they keep nobody waiting for long. */
export interface DeclarationQueue {
  /**
   * Starts writing, once for each content of a manifest; what is being written of an older one is given up. A failure is
   * printed as a warning.
   */
  add(manifest: ReadManifest): void
  /** Resolves when nothing is being written. */
  readonly settle: () => Promise<void>
}

export function createDeclarationQueue({ types }: ResolvedOptions, turns: Turns = systemTurns): DeclarationQueue {
  const seen = new WeakSet<ReadManifest>()
  const writers = new Map<string, Writer>()
  return {
    add(manifest) {
      if (types === false || seen.has(manifest)) return
      seen.add(manifest)
      const writer = writers.get(manifest.file) ?? createWriter(types, turns)
      writers.set(manifest.file, writer)
      writer.write(manifest)
    },
    settle: async () => {
      await Promise.all([...writers.values()].map((writer) => writer.settle()))
    },
  }
}

interface Writer {
  readonly write: (manifest: ReadManifest) => void
  readonly settle: () => Promise<void>
}

/** Writes those of one file, one after the other: the newest text is written last. */
function createWriter(target: DeclarationForm | undefined, turns: Turns): Writer {
  const memory = createTemplateMemory()
  let last = Promise.resolve()
  let current = new AbortController()
  return {
    write({ file, loaded: { model }, positions }) {
      if (!model) return
      current.abort()
      const { signal } = (current = new AbortController())
      const pause = takeTurns(turns, signal)
      last = last.then(async () => {
        if (signal.aborted) return
        try {
          await writeDeclarations(model, { manifest: file, positions, memory, pause, ...(target && { target }) })
        } catch (error) {
          // Given up for a newer text, which is written next.
          if (error !== signal.reason) console.warn(`[unplugin-pristine] The types of ${file} were not written:`, error)
        }
      })
    },
    settle: () => last,
  }
}
