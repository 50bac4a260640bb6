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
  return found.escapes || !found.imports ? undefined : withoutWhole(found.chains)
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
  readonly chains: Chain[] = []
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
      this.#followName(parent.name, chain)
    else this.#end(chain)
  }

  #followName(name: ts.BindingName, chain: Chain): void {
    if (ts.isArrayBindingPattern(name)) {
      this.#end(chain)
      return
    }
    if (ts.isObjectBindingPattern(name)) {
      const taken = name.elements.map(({ dotDotDotToken, propertyName, name: local, initializer }) => {
        const key = propertyName ?? local
        const plain = dotDotDotToken === undefined && initializer === undefined
        return plain && (ts.isIdentifier(key) || ts.isStringLiteral(key)) ? ([key.text, local] as const) : undefined
      })
      if (taken.length === 0 || !taken.every((each) => each !== undefined)) this.#end(chain)
      else for (const [key, local] of taken) this.#followName(local, extended(chain, key))
      return
    }
    const references = this.#references.get(name.text) ?? []
    // Two things of one name are not told apart; and what nobody uses is taken all the same, of something that must be there.
    if (this.#declared.get(name.text) !== 1 || isExported(name) || references.length === 0) {
      this.#end(chain)
      return
    }
    for (const reference of references) this.#follow(reference, chain)
  }

  #end(chain: Chain): void {
    if (chain.length === 0 || (chain.length === 1 && chain[0] === "*")) this.escapes = true
    else this.chains.push(chain)
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
