import ts from "typescript"
import { isReference } from "./is-reference.ts"
import { isShadowed } from "./is-shadowed.ts"
import { memberOf } from "./member-of.ts"

/** A text that imports a manifest. */
export interface ImportingText {
  /** Its ending says how the text is read. */
  readonly file: string
  readonly text: string
  /** Whether an import of this specifier is one of the manifest. */
  readonly isManifest: (specifier: string) => boolean
}

type Chain = readonly string[]

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

/** A chain with the place of each of its names. */
export interface PlacedChain {
  /** As in `findLinkedChains`, in parts: `["pets", "get"]`, `["*", "pets", "get"]`. */
  readonly names: readonly string[]
  /** The place of the name at an index, as offsets; where it stands elsewhere, of what the chain ends at. */
  readonly rangeOf: (index: number) => readonly [start: number, end: number]
}

/** Every chain of a text that is followed to its end, with places. None where the text cannot be read. */
export function findPlacedChains({ file, text, isManifest }: ImportingText): readonly PlacedChain[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  if (isBroken(source)) return []
  const { ends } = new ChainFinder(source, isManifest)
  return ends.map(({ chain, node }) => ({
    names: chain,
    rangeOf: (index) => {
      const name = nameWithin(node, chain.length - 1 - index, chain[index])
      return [name.getStart(source), name.getEnd()]
    },
  }))
}

/** The node of a name, so many members before the end of a chain. */
function nameWithin(end: ts.Node, membersAfter: number, name: string | undefined): ts.Node {
  let node = end
  for (let left = membersAfter; left > 0; left -= 1) {
    while (isSame(node)) node = (node as ts.ParenthesizedExpression).expression
    if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return end
    node = node.expression
  }
  while (isSame(node)) node = (node as ts.ParenthesizedExpression).expression
  const own = ts.isPropertyAccessExpression(node)
    ? node.name
    : ts.isElementAccessExpression(node)
      ? node.argumentExpression
      : node
  return "text" in own && own.text === name ? own : end
}

/** Chains of a named export that is also linked as a whole say nothing. */
function withoutWhole(chains: readonly Chain[]): readonly string[] {
  const whole = new Set(
    chains.filter(([first, , ...rest]) => first === "*" && rest.length === 0).map(([, name]) => name),
  )
  const kept = chains.filter(([first, name]) => first !== "*" || !whole.has(name))
  return [...new Set(kept.map((chain) => chain.join(".")))].sort()
}

class ChainFinder {
  readonly ends: { readonly chain: Chain; readonly node: ts.Node }[] = []
  /** Something takes the whole of it. */
  escapes = false
  /** Something is imported. */
  imports = false
  readonly #isManifest: ImportingText["isManifest"]
  readonly #references = new Map<string, ts.Identifier[]>()
  readonly #declared = new Map<string, number>()
  /** Local names of the runtime's `bind`. */
  readonly #binds = new Set<string>()

  constructor(source: ts.SourceFile, isManifest: ImportingText["isManifest"]) {
    this.#isManifest = isManifest
    this.escapes = isBroken(source)
    this.#visit(source)
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement)) this.#readImport(statement)
    }
  }

  #readImport({ importClause, moduleSpecifier }: ts.ImportDeclaration): void {
    if (!ts.isStringLiteral(moduleSpecifier) || !this.#isManifest(moduleSpecifier.text)) return
    this.imports = true
    if (!importClause || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return
    const { name, namedBindings } = importClause
    if (name) this.#followImport(name, [])
    if (!namedBindings) return
    if (ts.isNamespaceImport(namedBindings)) {
      this.#followImport(namedBindings.name, ["*"])
      return
    }
    for (const element of namedBindings.elements) {
      if (element.isTypeOnly) continue
      const imported = (element.propertyName ?? element.name).text
      this.#followImport(element.name, imported === "default" ? [] : ["*", imported])
    }
  }

  #followImport({ text }: ts.Identifier, chain: Chain): void {
    for (const reference of this.#references.get(text) ?? []) {
      if (!isShadowed(reference)) this.#follow(reference, chain)
    }
  }

  /** From an expression that is the part at the end of a chain, to whatever is done with it. */
  #follow(node: ts.Node, chain: Chain): void {
    const member = memberOf(node)
    if (member !== undefined) {
      this.#follow(node.parent, extended(chain, member))
      return
    }
    const { parent } = node
    if (isSame(parent) || this.#isBound(node, parent)) this.#follow(parent, chain)
    else if (ts.isVariableDeclaration(parent) && parent.initializer === node && isConst(parent))
      this.#followName(parent.name, chain, node)
    else this.#end(chain, node)
  }

  /** @param origin Where the part stands that gets the name. */
  #followName(name: ts.BindingName, chain: Chain, origin: ts.Node): void {
    if (ts.isArrayBindingPattern(name)) {
      this.#end(chain, origin)
      return
    }
    if (ts.isObjectBindingPattern(name)) {
      const taken = name.elements.map(({ dotDotDotToken, propertyName, name: local, initializer }) => {
        const key = propertyName ?? local
        const plain = dotDotDotToken === undefined && initializer === undefined
        return plain && (ts.isIdentifier(key) || ts.isStringLiteral(key)) ? ({ key, local } as const) : undefined
      })
      if (taken.length === 0 || !taken.every((each) => each !== undefined)) this.#end(chain, origin)
      else for (const { key, local } of taken) this.#followName(local, extended(chain, key.text), key)
      return
    }
    const references = this.#references.get(name.text) ?? []
    // Two things of one name are not told apart; and what nobody uses is taken all the same, of something that must be there.
    if (this.#declared.get(name.text) !== 1 || isExported(name) || references.length === 0) {
      this.#end(chain, origin)
      return
    }
    for (const reference of references) this.#follow(reference, chain)
  }

  #end(chain: Chain, node: ts.Node): void {
    if (chain.length === 0 || (chain.length === 1 && chain[0] === "*")) this.escapes = true
    else this.ends.push({ chain, node })
  }

  #isBound(node: ts.Node, parent: ts.Node): boolean {
    if (!ts.isCallExpression(parent) || parent.arguments[0] !== node || parent.arguments.length !== 2) return false
    const { expression } = parent
    return ts.isIdentifier(expression) && this.#binds.has(expression.text) && !isShadowed(expression)
  }

  #visit(node: ts.Node): void {
    // Types are gone when modules are linked.
    if (isType(node)) return
    if (ts.isImportDeclaration(node)) {
      this.#noteBind(node)
      return
    }
    if (ts.isStringLiteralLike(node) && isLoading(node.parent) && this.#isManifest(node.text)) this.escapes = true
    // A path that is made up when the program runs may be that of the manifest.
    if (isImportCall(node) && !node.arguments.slice(0, 1).every(ts.isStringLiteralLike)) this.escapes = true
    if (ts.isIdentifier(node)) {
      if (isReference(node)) this.#references.set(node.text, [...(this.#references.get(node.text) ?? []), node])
      else if (isDeclaration(node)) this.#declared.set(node.text, (this.#declared.get(node.text) ?? 0) + 1)
    }
    ts.forEachChild(node, (child) => this.#visit(child))
  }

  #noteBind({ importClause, moduleSpecifier }: ts.ImportDeclaration): void {
    const list = importClause?.namedBindings
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== "pristine-runtime") return
    if (!list || !ts.isNamedImports(list)) return
    for (const { name, propertyName } of list.elements) {
      if ((propertyName ?? name).text === "bind") this.#binds.add(name.text)
    }
  }
}

/** The namespace of a module has the default export among its members. */
function extended(chain: Chain, member: string): Chain {
  return chain.length === 1 && chain[0] === "*" && member === "default" ? [] : [...chain, member]
}

/** Text that TypeScript's parser does not take whole: it may say something else than it seems to. */
function isBroken(source: ts.SourceFile): boolean {
  const { parseDiagnostics } = source as unknown as { readonly parseDiagnostics: readonly unknown[] }
  return parseDiagnostics.length > 0
}

function isType(node: ts.Node): boolean {
  const isDeclaration = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
  return isDeclaration || (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node))
}

/** Around an expression that it does not change. */
function isSame(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  )
}

function isImportCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
}

/** `import("…")`, `require("…")`, `export … from "…"` and the like. */
function isLoading(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isExportDeclaration(node) || ts.isExternalModuleReference(node)
}

function isConst({ parent }: ts.VariableDeclaration): boolean {
  return ts.isVariableDeclarationList(parent) && (parent.flags & ts.NodeFlags.Const) !== 0
}

function isExported(name: ts.Identifier): boolean {
  let node: ts.Node = name
  while (!ts.isVariableStatement(node) && !ts.isSourceFile(node)) node = node.parent
  return ts.isVariableStatement(node) && (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
}

/** An identifier that gives something a name. */
function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node
  if (!("name" in parent) || parent.name !== node) return false
  return !ts.isPropertyAccessExpression(parent) && !ts.isPropertyAssignment(parent)
}
