import { readFile, readdir } from "node:fs/promises"
import { dirname, join, normalize } from "node:path"

/** An import of one file by another of the same package. */
export interface Import {
  /** Relative to the sources. */
  readonly target: string
  readonly typeOnly: boolean
}

const statement = /^(?:import|export)\s+(?<type>type\s)?[^"']*?from\s+"(?<target>\.[^"]+)"/gm

/** What each source file of a folder imports, by its path there. Imports that are made later, by `import()`, are left out. */
export async function readImports(source: string): Promise<ReadonlyMap<string, readonly Import[]>> {
  const names = (await readdir(source, { recursive: true })).filter((name) => name.endsWith(".ts"))
  const read = async (name: string): Promise<[string, Import[]]> => {
    const text = await readFile(join(source, name), "utf8")
    const imports = [...text.matchAll(statement)].map(({ groups }) => ({
      target: normalize(join(dirname(name), groups?.["target"] ?? "")),
      typeOnly: groups?.["type"] !== undefined,
    }))
    return [name, imports]
  }
  return new Map(await Promise.all(names.map(read)))
}

/** Circles of imports that run. */
export function findCircles(imports: ReadonlyMap<string, readonly Import[]>): readonly string[] {
  const circles: string[] = []
  const state = new Map<string, "open" | "done">()
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === "open") circles.push([...path.slice(path.indexOf(file)), file].join(" → "))
    if (state.has(file)) return
    state.set(file, "open")
    for (const { target, typeOnly } of imports.get(file) ?? []) if (!typeOnly) visit(target, [...path, file])
    state.set(file, "done")
  }
  for (const file of imports.keys()) visit(file, [])
  return circles
}
