import ts from "typescript"
import {
  isBroken,
  isConst,
  isDeclaration,
  isExported,
  isImportCall,
  isLoading,
  isSame,
  isType,
} from "./chain-syntax.ts"
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

/** Names that follow each other: members of the default export, or behind a star a named export and its members. */
export type Chain = readonly string[]

/** Follows what a text imports of a manifest through constants, destructuring and `bind`, to whatever is done with it. */
export class ChainFinder {
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
