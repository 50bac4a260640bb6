import ts from "typescript"

/** An identifier that means a variable, rather than a member or a key of that name. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return (ts.isPropertyAccessExpression(parent) ? parent.expression : parent.left) === node
  }
  if (ts.isShorthandPropertyAssignment(parent)) return true
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node
  if (ts.isBindingElement(parent)) return parent.initializer === node
  const isNamed = "name" in parent && parent.name === node
  return !isNamed && !ts.isImportSpecifier(parent)
}
