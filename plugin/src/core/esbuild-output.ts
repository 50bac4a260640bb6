import { readFile } from "node:fs/promises"
import { relative, resolve } from "node:path"
import type { BuildResult, PluginBuild } from "esbuild"
import type { BuildOutput } from "./build-output.ts"

const script = /\.[cm]?js$/

/** The path of what goes nowhere. */
const unplaced = "<stdout>"

/** Reads the result of a build that has a `metafile`. */
export function esbuildOutput(
  { initialOptions }: PluginBuild,
  { metafile, outputFiles }: Pick<BuildResult, "metafile" | "outputFiles">,
): BuildOutput {
  const { absWorkingDir = process.cwd(), platform = "browser" } = initialOptions
  const fileOf = (path: string): string => resolve(absWorkingDir, path.replace(/\?.*$/, ""))
  const graph = new Map<string, Set<string>>()
  const importersOf = (file: string): Set<string> => {
    const found = graph.get(file) ?? new Set()
    graph.set(file, found)
    return found
  }
  for (const [path, { imports }] of Object.entries(metafile?.inputs ?? {})) {
    const from = fileOf(path)
    importersOf(from)
    for (const imported of imports) {
      const file = fileOf(imported.path)
      if (imported.external !== true && file !== from) importersOf(file).add(from)
    }
  }
  return {
    root: absWorkingDir,
    browser: platform === "browser",
    graph,
    async scripts() {
      // What is not written may have no place, and then no name in the metafile that a file has.
      if (outputFiles)
        return outputFiles
          .filter(({ path }) => script.test(path) || path === unplaced)
          .map(({ path, text }) => ({
            name: path === unplaced ? path : relative(absWorkingDir, path),
            code: text,
          }))
      const paths = Object.keys(metafile?.outputs ?? {}).filter((path) => script.test(path))
      return Promise.all(
        paths.map(async (path) => {
          const file = resolve(absWorkingDir, path)
          return { name: relative(absWorkingDir, file), code: await readFile(file, "utf8") }
        }),
      )
    },
  }
}
