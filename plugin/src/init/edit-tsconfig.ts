import ts from "typescript"

/** A `tsconfig.json` with `allowArbitraryExtensions`; comments and layout stay. `undefined`: it is no object to edit. */
export function editTsconfig(text: string): string | undefined {
  const source = ts.parseJsonText("tsconfig.json", text)
  const root = source.statements[0]?.expression
  if (!root || !ts.isObjectLiteralExpression(root)) return undefined
  const options = member(root, "compilerOptions")
  if (!options) return insertFirst(source, root, '"compilerOptions": { "allowArbitraryExtensions": true }')
  if (!ts.isPropertyAssignment(options) || !ts.isObjectLiteralExpression(options.initializer)) return undefined
  const own = member(options.initializer, "allowArbitraryExtensions")
  if (!own) return insertFirst(source, options.initializer, '"allowArbitraryExtensions": true')
  if (!ts.isPropertyAssignment(own)) return undefined
  const { initializer } = own
  return text.slice(0, initializer.getStart(source)) + "true" + text.slice(initializer.getEnd())
}

function member(object: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined {
  return object.properties.find((each) => each.name && ts.isStringLiteral(each.name) && each.name.text === name)
}

function insertFirst(source: ts.SourceFile, object: ts.ObjectLiteralExpression, entry: string): string {
  const { text } = source
  const open = object.getStart(source) + 1
  const [first] = object.properties
  if (!first) return `${text.slice(0, open)} ${entry} ${text.slice(object.getEnd() - 1)}`
  const at = first.getStart(source)
  const before = text.slice(open, at)
  const separator = before.includes("\n") ? `\n${/[^\n]*$/.exec(before)?.[0] ?? ""}` : " "
  return `${text.slice(0, at)}${entry},${separator}${text.slice(at)}`
}
