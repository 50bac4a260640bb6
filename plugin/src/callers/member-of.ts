import ts from "typescript"

/** The name that a node's parent takes of it, if it does. */
export function memberOf(node: ts.Node): string | undefined {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text
  if (ts.isQualifiedName(parent) && parent.left === node) return parent.right.text
  const isElement = ts.isElementAccessExpression(parent) && parent.expression === node
  return isElement && ts.isStringLiteralLike(parent.argumentExpression) ? parent.argumentExpression.text : undefined
}
