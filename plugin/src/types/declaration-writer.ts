import { addMapping, GenMapping, toEncodedMap } from "@jridgewell/gen-mapping"
import type { MapPosition } from "./map-position.ts"
import type { Pause } from "./in-turns.ts"

/** So many cost less than a look at the time is worth. */
const linesBetweenPauses = 500

/** A name in a declaration, and where the manifest says it. */
export interface MappedName {
  readonly name: string
  readonly position: MapPosition | undefined
}

export type Fragment = string | MappedName

export interface Declarations {
  readonly code: string
  /** Source map, version 3, of `code` into the manifest. */
  readonly map: string
}

/** Collects the lines of a declaration file. */
export interface DeclarationWriter {
  line(...fragments: readonly Fragment[]): void
  /** Lines that map to nothing. */
  lines(lines: readonly string[], indent?: string): void
  /** The file and its map; `file` and `source` are relative to each other. */
  finish(header: readonly string[], file: string, source: string, pause: Pause): Promise<Declarations>
}

export function createDeclarationWriter(): DeclarationWriter {
  const body: (readonly Fragment[])[] = []
  return {
    line: (...fragments) => void body.push(fragments),
    lines: (lines, indent = "") => void body.push(...lines.map((line) => [line === "" ? "" : indent + line])),
    finish: (header, file, source, pause) => finish([...header.map((line) => [line]), ...body], file, source, pause),
  }
}

/**
 * A name is mapped at its start and at its end: an editor takes the nearest earlier mapping, so a name without its own
 * would lead to somebody else's line.
 */
async function finish(
  lines: readonly (readonly Fragment[])[],
  file: string,
  source: string,
  pause: Pause,
): Promise<Declarations> {
  const map = new GenMapping({ file })
  const mark = (line: number, column: number, original: MapPosition): void =>
    addMapping(map, { generated: { line, column }, source, original })

  mark(1, 0, { line: 1, column: 0 })
  const code: string[] = []
  for (const [index, fragments] of lines.entries()) {
    let text = ""
    for (const fragment of fragments) {
      const name = typeof fragment === "string" ? fragment : fragment.name
      const position = typeof fragment === "string" ? undefined : fragment.position
      if (position) mark(index + 1, text.length, position)
      text += name
      if (position) mark(index + 1, text.length, position)
    }
    code.push(text)
    const others = index % linesBetweenPauses === 0 ? pause() : undefined
    if (others) await others
  }
  const { version, names, sources, mappings } = toEncodedMap(map)
  return {
    code: [...code, `//# sourceMappingURL=${encodeURI(file)}.map`, ""].join("\n"),
    map: `${JSON.stringify({ version, file, names, sources, mappings })}\n`,
  }
}
