import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const kinds: readonly (readonly [flag: ts.SymbolFlags, kind: string])[] = [
  [ts.SymbolFlags.Class, "class"],
  [ts.SymbolFlags.Function, "function"],
  [ts.SymbolFlags.Variable, "const"],
  [ts.SymbolFlags.Namespace, "namespace"],
  [ts.SymbolFlags.Interface, "interface"],
  [ts.SymbolFlags.TypeAlias, "type"],
]

/**
 * What the entries of a package export, from its built declarations: an entry after the other, its names in the order of the
 * alphabet with what they are.
 *
 * @param folder URL of the package's folder, with a slash at its end.
 */
export async function readPublicApi(folder: URL): Promise<string> {
  const { name, exports } = JSON.parse(await readFile(new URL("package.json", folder), "utf8")) as {
    readonly name: string
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>
  }
  const entries = Object.entries(exports).flatMap(([key, target]) =>
    typeof target === "string" ? [] : [[key, fileURLToPath(new URL(target.types, folder))] as const],
  )
  const { Bundler } = ts.ModuleResolutionKind
  const options = { module: ts.ModuleKind.ESNext, moduleResolution: Bundler, skipLibCheck: true, types: [] }
  const program = ts.createProgram(
    entries.map(([, file]) => file),
    options,
  )
  const checker = program.getTypeChecker()
  const blocks = entries.map(([key, file]) => {
    const source = program.getSourceFile(file)
    const module = source && checker.getSymbolAtLocation(source)
    // An entry that runs when it is imported is no module with exports.
    if (!source) throw new Error(`${file} is not built.`)
    const names = (module ? checker.getExportsOfModule(module) : []).map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const kind = kinds.find(([flag]) => target.flags & flag)?.[1] ?? "unresolved"
      return `${symbol.name} ${kind}`
    })
    return [`# ${name}${key.slice(1)}`, ...names.sort()].join("\n")
  })
  return `${blocks.join("\n\n")}\n`
}
