import ts from "typescript"
import { isReference } from "./is-reference.ts"
import { isShadowed } from "./is-shadowed.ts"
import { memberOf } from "./member-of.ts"
import type { Use } from "./use.ts"

/** A text that may import a manifest. */
export interface SourceText {
  /** Name for the places that are found; its ending says how the text is read. */
  readonly file: string
  readonly text: string
  /** Whether an import of this specifier is one of the manifest. */
  readonly isManifest: (specifier: string) => boolean
}

/** What a local name stands for: the default export, a named one, or the module. */
type Binding = { readonly kind: "default" | "module" } | { readonly kind: "named"; readonly name: string }

/**
 * Every place of a text that names something of a manifest, with the names. What cannot be followed (an alias, `import()`,
 * a re-export) is told as all of what it takes. Types count: code that names a type breaks with it.
 */
export function findUses({ file, text, isManifest }: SourceText): readonly Use[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const bindings = new Map<string, Binding>()
  const uses: Use[] = []
  const add = (node: ts.Node, from: Use["from"], chain: readonly string[]): void => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source))
    uses.push({ file, line: line + 1, column: character + 1, from, chain })
  }
  const isSpecifier = (node: ts.Node | undefined): node is ts.StringLiteralLike =>
    node !== undefined && ts.isStringLiteralLike(node) && isManifest(node.text)

  const visitImport = ({ importClause }: ts.ImportDeclaration): void => {
    if (importClause?.name) bindings.set(importClause.name.text, { kind: "default" })
    const list = importClause?.namedBindings
    if (list && ts.isNamespaceImport(list)) bindings.set(list.name.text, { kind: "module" })
    if (!list || !ts.isNamedImports(list)) return
    for (const { name, propertyName } of list.elements) {
      const imported = (propertyName ?? name).text
      bindings.set(name.text, imported === "default" ? { kind: "default" } : { kind: "named", name: imported })
    }
  }

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return
    if (ts.isExportDeclaration(node) && isSpecifier(node.moduleSpecifier)) {
      add(node, "default", [])
      return
    }
    if (isDynamicImport(node) && isSpecifier(node.arguments[0])) add(node, "default", [])
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && isSpecifier(node.argument.literal))
      add(node, "default", [])
    const binding = ts.isIdentifier(node) && isReference(node) ? bindings.get(node.text) : undefined
    if (binding && !isShadowed(node as ts.Identifier)) addUse(node as ts.Identifier, binding, add)
    ts.forEachChild(node, visit)
  }
  for (const statement of source.statements)
    if (ts.isImportDeclaration(statement) && isSpecifier(statement.moduleSpecifier)) visitImport(statement)
  ts.forEachChild(source, visit)
  return uses
}

function addUse(
  node: ts.Identifier,
  binding: Binding,
  add: (node: ts.Node, from: Use["from"], chain: readonly string[]) => void,
): void {
  for (const chain of readChains(node)) {
    if (binding.kind === "named") add(node, "named", [binding.name, ...chain])
    else if (binding.kind === "default") add(node, "default", chain)
    else if (chain[0] === "default") add(node, "default", chain.slice(1))
    else add(node, chain.length === 0 ? "default" : "named", chain)
  }
}

/** The members that follow a name. More than one chain where it is taken apart: `const { pets, toys } = api`. */
function readChains(start: ts.Node): readonly (readonly string[])[] {
  const chain: string[] = []
  let node = start
  for (let name = memberOf(node); name !== undefined; name = memberOf(node)) {
    chain.push(name)
    node = node.parent
  }
  const { parent } = node
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== node || !ts.isObjectBindingPattern(parent.name))
    return [chain]
  const names = parent.name.elements.map(({ dotDotDotToken, propertyName, name }) => {
    const taken = propertyName ?? name
    return dotDotDotToken || !ts.isIdentifier(taken) ? undefined : taken.text
  })
  return names.every((name) => name !== undefined) && names.length > 0 ? names.map((name) => [...chain, name]) : [chain]
}

function isDynamicImport(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false
  const { expression } = node
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require")
  )
}
