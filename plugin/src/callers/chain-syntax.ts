import ts from "typescript"

/** Text that TypeScript's parser does not take whole: it may say something else than it seems to. */
export function isBroken(source: ts.SourceFile): boolean {
  const { parseDiagnostics } = source as unknown as { readonly parseDiagnostics: readonly unknown[] }
  return parseDiagnostics.length > 0
}

export function isType(node: ts.Node): boolean {
  const isDeclaration = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
  return isDeclaration || (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node))
}

/** Around an expression that it does not change. */
export function isSame(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  )
}

export function isImportCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
}

/** `import("…")`, `require("…")`, `export … from "…"` and the like. */
export function isLoading(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isExportDeclaration(node) || ts.isExternalModuleReference(node)
}

export function isConst({ parent }: ts.VariableDeclaration): boolean {
  return ts.isVariableDeclarationList(parent) && (parent.flags & ts.NodeFlags.Const) !== 0
}

export function isExported(name: ts.Identifier): boolean {
  let node: ts.Node = name
  while (!ts.isVariableStatement(node) && !ts.isSourceFile(node)) node = node.parent
  return ts.isVariableStatement(node) && (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
}

/** An identifier that gives something a name. */
export function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node
  if (!("name" in parent) || parent.name !== node) return false
  return !ts.isPropertyAccessExpression(parent) && !ts.isPropertyAssignment(parent)
}
