/** A schema as a TypeScript type that leaves open what other declarations are called. */
export interface TypeTemplate {
  /** Text at even places, what to name between. */
  readonly pieces: readonly string[]
  readonly holes: readonly Hole[]
  /** The text is an object with braces and can follow `interface X`. */
  readonly isObject: boolean
}

/** A declaration that a type refers to: a named schema, the runtime's `FilePart`, the built-in `Uint8Array`. */
export type Hole = { readonly kind: "schema"; readonly name: string } | { readonly kind: "file" | "bytes" }

/** Writes a hole so that `splitHoles` finds it: neither names nor literals nor comments hold a raw control character. */
export function holeMark(index: number): string {
  return `\u0001${index}\u0001`
}

/** Makes a template of a text with marks. */
export function splitHoles(text: string, holes: readonly Hole[], isObject: boolean): TypeTemplate {
  const parts = text.split("\u0001")
  return {
    pieces: parts.filter((_, index) => index % 2 === 0),
    holes: parts.filter((_, index) => index % 2 === 1).map((index) => holeAt(holes, Number(index))),
    isObject,
  }
}

/** The text of a template under these names. */
export function fillTemplate({ pieces, holes }: TypeTemplate, nameOf: (hole: Hole) => string): string {
  let text = pieces[0] ?? ""
  for (const [index, hole] of holes.entries()) text += nameOf(hole) + (pieces[index + 1] ?? "")
  return text
}

function holeAt(holes: readonly Hole[], index: number): Hole {
  const hole = holes[index]
  if (hole === undefined) throw new Error(`A printed type refers to ${index}, which nobody marked`)
  return hole
}
