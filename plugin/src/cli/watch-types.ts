import { countOf } from "./count-of.ts"
import { generateTypes, type TypesResult } from "./generate-types.ts"
import { isManifestName } from "./find-manifests.ts"
import { summarize } from "./summarize.ts"
import type { Terminal } from "./terminal.ts"
import { watchFiles } from "./watch-files.ts"

/**
 * Writes declarations again whenever their manifest, or a module that decides a type of it, changes. Resolves when the
 * terminal's signal aborts, to whether all is right then. What was broken and is repaired is written like any other change.
 *
 * @param find Finds the manifests again when one may have been added beside them.
 */
export async function watchTypes(
  files: readonly string[],
  first: readonly TypesResult[],
  terminal: Terminal,
  find: () => Promise<readonly string[]>,
): Promise<boolean> {
  const dependencies = new Map(files.map((file, index) => [file, first[index]?.dependencies ?? []]))
  const stale = new Set<string>()
  const added = new Set<string>()
  const broken = new Set(files.filter((_, index) => first[index]?.status === "failed"))
  let wake: () => void = () => undefined

  const watched = watchFiles(
    (changed) => {
      for (const [file, others] of dependencies) if (file === changed || others.includes(changed)) stale.add(file)
      if (isManifestName(changed) && !dependencies.has(changed)) added.add(changed)
      wake()
    },
    (error) => terminal.err(error.message),
    isManifestName,
  )
  const follow = (): void => watched.set([...dependencies.keys(), ...[...dependencies.values()].flat()])
  const stopped = terminal.whenStopped()
  stopped.addEventListener("abort", () => wake(), { once: true })
  try {
    follow()
    terminal.out(`watching ${countOf(files.length, "manifest")}`)
    while (!stopped.aborted) {
      if (added.size > 0) {
        added.clear()
        for (const file of await find()) if (!dependencies.has(file)) stale.add(file)
      }
      const [file] = stale
      if (file === undefined) {
        await new Promise<void>((resolve) => (wake = resolve))
        continue
      }
      stale.delete(file)
      const result = await generateTypes(file, { cwd: terminal.cwd, color: terminal.color, check: false })
      // What a broken manifest depends on is not known; what it did depend on stays watched.
      if (result.status !== "failed" || !dependencies.has(file)) dependencies.set(file, result.dependencies)
      follow()
      if (result.messages.length > 0) terminal.err(result.messages.join("\n\n"))
      // Whoever repaired a manifest waits for a word.
      if (result.status !== "unchanged" || broken.has(file)) terminal.out(summarize([result]))
      if (result.status === "failed") broken.add(file)
      else broken.delete(file)
    }
    return broken.size === 0
  } finally {
    watched.close()
  }
}
