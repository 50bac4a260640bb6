import ts from "typescript"

/** A text to put into another, at an offset. */
interface Insertion {
  readonly at: number
  readonly text: string
}

/**
 * A bundler's configuration with the plugin in it: imported, and first among its plugins, because it has to see manifests
 * before others take them for plain JSON. `undefined` where its shape is none that can be edited safely.
 *
 * @param file Its name, which says whether it is CommonJS.
 * @param entry `unplugin-pristine/vite`.
 */
export function editBundlerConfig(file: string, text: string, entry: string): string | undefined {
  if (text.includes("unplugin-pristine")) return text
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const config = findConfig(source)
  if (!config || declares(source, "pristine")) return undefined
  const call = insertCall(source, config)
  if (!call) return undefined
  const isCommonJs = /\bmodule\.exports\b/.test(text) || /\.c[jt]s$/.test(file)
  const quote = /from '|require\('/.test(text) ? "'" : '"'
  const semicolon = /;\s*$/m.test(text) ? ";" : ""
  const specifier = quote + entry + quote
  const load = isCommonJs ? `const pristine = require(${specifier})` : `import pristine from ${specifier}`
  const insertions: readonly Insertion[] = [
    { at: importPlace(source, isCommonJs), text: `${load}${semicolon}\n` },
    call,
  ]
  return insertions
    .toSorted((a, b) => b.at - a.at)
    .reduce((edited, each) => edited.slice(0, each.at) + each.text + edited.slice(each.at), text)
}

/** The object that a configuration exports: itself, in a call such as `defineConfig(…)`, or given by a function. */
function findConfig(source: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  for (const statement of source.statements) {
    const exported = ts.isExportAssignment(statement) ? statement.expression : commonJsExport(statement)
    const config = exported && unwrap(exported, source)
    if (config) return config
  }
  return undefined
}

function commonJsExport(statement: ts.Statement): ts.Expression | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined
  const { left, right } = statement.expression
  return left.getText() === "module.exports" ? right : undefined
}

function unwrap(expression: ts.Expression, source: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(expression)) return expression
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression))
    return unwrap(expression.expression, source)
  if (ts.isCallExpression(expression) && expression.arguments[0]) return unwrap(expression.arguments[0], source)
  if (ts.isArrowFunction(expression) && !ts.isBlock(expression.body)) return unwrap(expression.body, source)
  if (ts.isIdentifier(expression)) {
    for (const declaration of variablesOf(source))
      if (declaration.name.getText() === expression.text && declaration.initializer)
        return unwrap(declaration.initializer, source)
  }
  return undefined
}

function variablesOf(source: ts.SourceFile): readonly ts.VariableDeclaration[] {
  return source.statements.flatMap((each) =>
    ts.isVariableStatement(each) ? [...each.declarationList.declarations] : [],
  )
}

function declares(source: ts.SourceFile, name: string): boolean {
  const imported = source.statements.some(
    (each) => ts.isImportDeclaration(each) && each.importClause?.name?.text === name,
  )
  return imported || variablesOf(source).some((each) => each.name.getText() === name)
}

function insertCall(source: ts.SourceFile, config: ts.ObjectLiteralExpression): Insertion | undefined {
  const plugins = config.properties.find((each) => each.name?.getText() === "plugins")
  if (!plugins) {
    const [first] = config.properties
    const at = config.getStart() + 1
    if (!first) return { at, text: ` plugins: [pristine()] ` }
    return { at: first.getStart(), text: `plugins: [pristine()],${separator(source, config, first)}` }
  }
  if (!ts.isPropertyAssignment(plugins) || !ts.isArrayLiteralExpression(plugins.initializer)) return undefined
  const list = plugins.initializer
  const [first] = list.elements
  if (!first) return { at: list.getStart() + 1, text: "pristine()" }
  return { at: first.getStart(), text: `pristine(),${separator(source, list, first)}` }
}

/** What stands before the first member: a space, or a new line with its indentation. */
function separator(source: ts.SourceFile, list: ts.Node, first: ts.Node): string {
  const before = source.text.slice(list.getStart() + 1, first.getStart())
  return before.includes("\n") ? `\n${/[^\n]*$/.exec(before)?.[0] ?? ""}` : " "
}

/** After the last import, else before the first statement. */
function importPlace(source: ts.SourceFile, isCommonJs: boolean): number {
  const isLoad = (statement: ts.Statement): boolean =>
    isCommonJs ? /^(?:const|let|var)[^;\n]*require\(/.test(statement.getText()) : ts.isImportDeclaration(statement)
  const last = source.statements.findLast(isLoad)
  if (!last) return source.statements[0]?.getStart() ?? 0
  const end = source.text.indexOf("\n", last.getEnd())
  return end === -1 ? source.text.length : end + 1
}
