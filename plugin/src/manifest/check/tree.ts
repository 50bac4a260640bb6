import type { Pointer } from "../../model/source.ts"

/**
 * A checked piece of a manifest: keys under their canonical names, invalid members left out (they were reported), and
 * for each piece where it stands.
 */
export interface Tree {
  readonly pointer: Pointer
  /** As parsed. */
  readonly value: unknown
  /** Of an object or map. */
  readonly members?: ReadonlyMap<string, Tree>
  /** Of a list. */
  readonly items?: readonly Tree[]
  /** Of an object: keys that were meant but cannot be read, as they should be written; reported. */
  readonly lost?: ReadonlySet<string>
}

/** A member by its canonical name. */
export function member(tree: Tree | undefined, name: string): Tree | undefined {
  return tree?.members?.get(name)
}

/** Members of an object or map, in order; none for anything else. */
export function membersOf(tree: Tree | undefined): readonly (readonly [name: string, tree: Tree])[] {
  return tree?.members === undefined ? [] : [...tree.members]
}

/** Text of a member, or `undefined`. */
export function textOf(tree: Tree | undefined, name?: string): string | undefined {
  const value = (name === undefined ? tree : member(tree, name))?.value
  return typeof value === "string" ? value : undefined
}

/** Number of a member, or `undefined`. */
export function numberOf(tree: Tree | undefined, name: string): number | undefined {
  const value = member(tree, name)?.value
  return typeof value === "number" ? value : undefined
}

/** Boolean of a member; `false` when it is not there. */
export function flagOf(tree: Tree | undefined, name: string): boolean {
  return member(tree, name)?.value === true
}

/** A list's elements, or the one thing that stands in a list's place. */
export function oneOrMany(tree: Tree | undefined): readonly Tree[] {
  return tree === undefined ? [] : (tree.items ?? [tree])
}
