import type { catalogue } from "../../../src/diagnostics/index.ts"

/** A manifest that is wrong at one place, and what is said about it. */
export interface Row {
  /** The manifest; `▶` stands before the place that is meant, and is not part of it. */
  readonly given: string
  /** A part of the message or of the fix. */
  readonly want: string
  readonly file?: string
}

/** Rows by name for every code of one section of the catalogue: `"01"` for `PRISTINE_M01…`. */
export type Cases<Section extends string> = {
  readonly [Code in Extract<keyof typeof catalogue, `PRISTINE_M${Section}${string}`>]: Readonly<Record<string, Row>>
}

export const head = `"name": "x", "version": "1"`

/** A manifest of endpoints, each a member of the map. */
export function endpoints(members: string, rest = ""): string {
  return `{\n  ${head},\n  "endpoints": {\n    ${members}\n  }${rest && `,\n  ${rest}`}\n}\n`
}

/** A manifest of types, without endpoints. */
export function types(members: string): string {
  return endpoints("", `"types": {\n    ${members}\n  }`)
}

/** A manifest of a profile. */
export function provider(members: string): string {
  return endpoints("", `"provider": { ${members} }`)
}

/** A manifest with one endpoint that has these keys, too. */
export function endpoint(keys: string, rest = ""): string {
  return endpoints(`"a": { "method": "POST", "path": "/a", ${keys} }`, rest)
}

/** Line and column of the mark, counted here independently of the loader. */
export function splitMark(marked: string): { readonly text: string; readonly line: number; readonly column: number } {
  const before = marked.slice(0, marked.indexOf("▶")).split("\n")
  return { text: marked.replace("▶", ""), line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
