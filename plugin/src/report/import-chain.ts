/** Importers of each file, by absolute path. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>

/**
 * The shortest way from a file that nothing imports to `file`, through one of `through`: `["main.ts", "admin.ts", file]`.
 *
 * @param through Importers of `file` to choose from.
 */
export function importChain(graph: ImportGraph, file: string, through: readonly string[]): readonly string[] {
  const next = new Map(through.map((importer) => [importer, file]))
  const queue = [...through]
  for (const each of queue) {
    const importers = graph.get(each) ?? new Set()
    if (importers.size === 0) return follow(next, each)
    for (const importer of importers) {
      if (importer === file || next.has(importer)) continue
      next.set(importer, each)
      queue.push(importer)
    }
  }
  // Only circles lead here: none of their files is where the program starts.
  return follow(next, through[0] ?? file)
}

function follow(next: ReadonlyMap<string, string>, start: string): readonly string[] {
  const chain = [start]
  for (let file = next.get(start); file !== undefined; file = next.get(file)) chain.push(file)
  return chain
}
