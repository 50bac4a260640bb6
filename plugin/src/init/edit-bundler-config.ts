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
  const isCommonJs = source.statements.some((each) => commonJsExport(each) !== undefined)
  const quote = /from '|require\('/.test(text) ? "'" : '"'
  const semicolon = /;\s*$/m.test(text) ? ";" : ""
  const specifier = quote + entry + quote
  const load = isCommonJs ? `const pristine = require(${specifier})` : `import pristine from ${specifier}`
  return [insertImport(source, isCommonJs, `${load}${semicolon}`), call]
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
  const plugins = config.properties.find(
    ({ name }) => name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === "plugins",
  )
  if (!plugins) {
    const [first] = config.properties
    const at = config.getStart() + 1
    if (!first) return { at, text: ` plugins: [pristine()] ` }
    return insertBefore(source, config, first, "plugins: [pristine()],")
  }
  if (!ts.isPropertyAssignment(plugins) || !ts.isArrayLiteralExpression(plugins.initializer)) return undefined
  const list = plugins.initializer
  const [first] = list.elements
  if (!first) return { at: list.getStart() + 1, text: "pristine()" }
  return insertBefore(source, list, first, "pristine(),")
}

/** Before the first member and the comments above it; on a line of its own where that member is. */
function insertBefore(source: ts.SourceFile, list: ts.Node, first: ts.Node, text: string): Insertion {
  const [comment] = ts.getLeadingCommentRanges(source.text, first.getFullStart()) ?? []
  const at = comment?.pos ?? first.getStart()
  const before = source.text.slice(list.getStart() + 1, at)
  const separator = before.includes("\n") ? `\n${/[^\n]*$/.exec(before)?.[0] ?? ""}` : " "
  return { at, text: `${text}${separator}` }
}

/** After the last import, else before the first statement that is no directive. */
function insertImport(source: ts.SourceFile, isCommonJs: boolean, load: string): Insertion {
  const isLoad = (statement: ts.Statement): boolean =>
    isCommonJs ? /^(?:const|let|var)[^;\n]*require\(/.test(statement.getText()) : ts.isImportDeclaration(statement)
  const index = source.statements.findLastIndex(isLoad)
  const last = source.statements[index]
  const next = source.statements[index + 1]
  if (!last) {
    const first = source.statements.find((statement) => !isDirective(statement))
    return { at: first ? placeAbove(source, first) : 0, text: `${load}\n` }
  }
  const end = source.text.indexOf("\n", last.getEnd())
  if (end === -1 || (next && next.getStart() < end)) return { at: last.getEnd(), text: `\n${load}${next ? "\n" : ""}` }
  return { at: end + 1, text: `${load}\n` }
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)
}

/** What is said of the whole file: its license, a pragma for a tool. */
const isAboutFile =
  /@ts-(?:no)?check|@license|@preserve|@file|@module|@overview|^\/\*!|copyright|licen[sc]e|\bSPDX\b|\beslint-(?:disable|enable|env)(?!-)/i

/** Above a statement and the comments that touch it, such as the JSDoc that gives it a type; below what is about the file. */
function placeAbove(source: ts.SourceFile, statement: ts.Statement): number {
  const { text } = source
  // At the beginning of a file the scanner for comments does not see past a shebang.
  const from = statement.getFullStart() || (ts.getShebang(text)?.length ?? 0)
  let at = statement.getStart()
  for (const { pos, end } of (ts.getLeadingCommentRanges(text, from) ?? []).toReversed()) {
    if (/\n[^\S\n]*\r?\n/.test(text.slice(end, at)) || isAboutFile.test(text.slice(pos, end))) break
    at = pos
  }
  return at
}
