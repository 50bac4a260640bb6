import { createTemplateMemory, writeDeclarations, type DeclarationForm } from "../types/index.ts"
import type { ReadManifest } from "./generation.ts"
import type { ResolvedOptions } from "./options.ts"
import { createLull } from "./lull.ts"
import { systemTurns } from "./system-turns.ts"
import { takeTurns, type Turns } from "./take-turns.ts"

/** Writes declarations beside the build: no module waits for them, and they keep nobody waiting for long. */
export interface DeclarationQueue {
  /**
   * Starts writing, once for each content of a manifest; what is being written of an older one is given up. A failure is
   * printed as a warning.
   */
  add(manifest: ReadManifest): void
  /** The same when nobody has asked for a module for a while: a page that waits has what it waits for first. */
  addLater(manifest: ReadManifest): void
  /** Somebody asks for a module. */
  readonly note: () => void
  /** Resolves when nothing is being written; what would have waited for that does not. */
  readonly settle: () => Promise<void>
}

export function createDeclarationQueue({ types }: ResolvedOptions, turns: Turns = systemTurns): DeclarationQueue {
  const seen = new WeakSet<ReadManifest>()
  const writers = new Map<string, Writer>()
  const lull = createLull(turns)
  const add = (manifest: ReadManifest, begin: () => Promise<void>): void => {
    if (types === false || seen.has(manifest)) return
    seen.add(manifest)
    const writer = writers.get(manifest.file) ?? createWriter(types, turns)
    writers.set(manifest.file, writer)
    writer.write(manifest, begin)
  }
  return {
    add: (manifest) => add(manifest, () => Promise.resolve()),
    addLater: (manifest) => add(manifest, lull.wait),
    note: lull.note,
    settle: async () => {
      lull.end()
      await Promise.all([...writers.values()].map((writer) => writer.settle()))
    },
  }
}

interface Writer {
  /** Writes when `begin` resolves. */
  readonly write: (manifest: ReadManifest, begin: () => Promise<void>) => void
  readonly settle: () => Promise<void>
}

/** Writes those of one file, one after the other: the newest text is written last. */
function createWriter(target: DeclarationForm | undefined, turns: Turns): Writer {
  const memory = createTemplateMemory()
  let last = Promise.resolve()
  let current = new AbortController()
  return {
    write({ file, loaded: { model }, positions }, begin) {
      if (!model) return
      current.abort()
      const { signal } = (current = new AbortController())
      const pause = takeTurns(turns, signal)
      const begun = begin()
      last = Promise.all([last, begun]).then(async () => {
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
