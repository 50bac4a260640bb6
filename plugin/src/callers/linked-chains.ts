import ts from "typescript"
import { ChainFinder, type Chain, type ImportingText } from "./chain-finder.ts"

/**
 * What a text has to link of a manifest: member chains of the default export, and behind a star those of named exports,
 * as `pets.get` and `*.pets.get`. It follows parts through the constants that hold them: `const { get } = api.pets`,
 * `const pets = api.pets` and `const bound = bind(api, client)`. A chain ends where something else is done with the part:
 * all of that part is linked.
 *
 * `undefined`: all of the manifest is, because it is passed on, exported again or imported by `import()`; or the text
 * cannot be read, or imports no manifest that one can see.
 */
export function findLinkedChains({ file, text, isManifest }: ImportingText): readonly string[] | undefined {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found = new ChainFinder(source, isManifest)
  return found.escapes || !found.imports ? undefined : withoutWhole(found.ends.map(({ chain }) => chain))
}

/** Chains of a named export that is also linked as a whole say nothing. */
function withoutWhole(chains: readonly Chain[]): readonly string[] {
  const whole = new Set(
    chains.filter(([first, , ...rest]) => first === "*" && rest.length === 0).map(([, name]) => name),
  )
  const kept = chains.filter(([first, name]) => first !== "*" || !whole.has(name))
  return [...new Set(kept.map((chain) => chain.join(".")))].sort()
}
