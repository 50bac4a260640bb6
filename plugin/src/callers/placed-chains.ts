import ts from "typescript"
import { ChainFinder, type ImportingText } from "./chain-finder.ts"
import { isBroken, isSame } from "./chain-syntax.ts"

/** A chain with the place of each of its names. */
export interface PlacedChain {
  /** As in `findLinkedChains`, in parts: `["pets", "get"]`, `["*", "pets", "get"]`. */
  readonly names: readonly string[]
  /** The place of the name at an index, as offsets; where it stands elsewhere, of what the chain ends at. */
  readonly rangeOf: (index: number) => readonly [start: number, end: number]
}

/** Every chain of a text that is followed to its end, with places. None where the text cannot be read. */
export function findPlacedChains({ file, text, isManifest }: ImportingText): readonly PlacedChain[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  if (isBroken(source)) return []
  const { ends } = new ChainFinder(source, isManifest)
  return ends.map(({ chain, node }) => ({
    names: chain,
    rangeOf: (index) => {
      const name = nameWithin(node, chain.length - 1 - index, chain[index])
      return [name.getStart(source), name.getEnd()]
    },
  }))
}

/** The node of a name, so many members before the end of a chain. */
function nameWithin(end: ts.Node, membersAfter: number, name: string | undefined): ts.Node {
  let node = end
  for (let left = membersAfter; left > 0; left -= 1) {
    while (isSame(node)) node = (node as ts.ParenthesizedExpression).expression
    if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return end
    node = node.expression
  }
  while (isSame(node)) node = (node as ts.ParenthesizedExpression).expression
  const own = ts.isPropertyAccessExpression(node)
    ? node.name
    : ts.isElementAccessExpression(node)
      ? node.argumentExpression
      : node
  return "text" in own && own.text === name ? own : end
}
