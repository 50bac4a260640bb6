import ts from "typescript"

/** Whether something between an identifier and the file's top declares its name anew. */
export function isShadowed(identifier: ts.Identifier): boolean {
  let child: ts.Node = identifier
  for (let node: ts.Node = identifier.parent; !ts.isSourceFile(node); node = node.parent) {
    if (!isBeside(child, node) && declaredIn(node).includes(identifier.text)) return true
    child = node
  }
  return false
}

/** Whether a part of a function stands where its parameters are not known: its name and its decorators. */
function isBeside(child: ts.Node, node: ts.Node): boolean {
  return ts.isFunctionLike(node) && (child === node.name || ts.isDecorator(child))
}

/** Names that a scope declares. Those of `var` count for their own block alone. */
function declaredIn(scope: ts.Node): readonly string[] {
  if (ts.isFunctionLike(scope)) return scope.parameters.flatMap((parameter) => namesOf(parameter.name))
  if (ts.isCatchClause(scope)) return scope.variableDeclaration ? namesOf(scope.variableDeclaration.name) : []
  if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    const { initializer } = scope
    return initializer && ts.isVariableDeclarationList(initializer) ? namesOfList(initializer) : []
  }
  if (ts.isBlock(scope) || ts.isModuleBlock(scope) || ts.isCaseOrDefaultClause(scope))
    return scope.statements.flatMap(namesOfStatement)
  return []
}

function namesOfStatement(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) return namesOfList(statement.declarationList)
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return statement.name ? [statement.name.text] : []
  return []
}

function namesOfList({ declarations }: ts.VariableDeclarationList): readonly string[] {
  return declarations.flatMap(({ name }) => namesOf(name))
}

function namesOf(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)))
}
