import {
  transformSchemaObject,
  type GlobalContext,
  type ReferenceObject,
  type SchemaObject,
  type TransformNodeOptions,
} from "openapi-typescript"
import ts from "typescript"
import type { JsonSchema } from "../openapi/json-schema.ts"
import { holeMark, splitHoles, type Hole, type TypeTemplate } from "./type-template.ts"

/**
 * Everything that needs openapi-typescript stands in this one file. It brings TypeScript 5's API, which costs a few
 * hundred milliseconds to load, so it is only ever imported dynamically: generating code never waits for it.
 */
export interface SchemaPrinter {
  /** The schema as a TypeScript type; a plain object is printed with its braces and several lines. */
  print(schema: JsonSchema): TypeTemplate
}

/** Comment of a property: what stands between `/*` and its end. */
export type CommentOf = (property: JsonSchema) => string | undefined

const { factory, SyntaxKind } = ts

/** A printer holds no state between two calls. */
export function createSchemaPrinter(commentOf: CommentOf): SchemaPrinter {
  const printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed, removeComments: false })
  const file = ts.createSourceFile("types.ts", "", ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS)
  return {
    print(schema) {
      const drawing: Drawing = { comments: new Map(), holes: [], commentOf }
      const node = transform(schema, { path: "", ctx: createContext(drawing) })
      // Replaces openapi-typescript's own, which would put its tags into every hover.
      for (const [property, text] of drawing.comments) {
        const comment = { kind: SyntaxKind.MultiLineCommentTrivia, hasTrailingNewLine: true, pos: -1, end: -1 } as const
        ts.setSyntheticLeadingComments(property, text === undefined ? [] : [{ ...comment, text }])
      }
      const text = printer.printNode(ts.EmitHint.Unspecified, node, file)
      return splitHoles(escapeInvisible(formatLayout(text)), drawing.holes, ts.isTypeLiteralNode(node))
    },
  }
}

/** What is noted of one schema while its type is made. */
interface Drawing {
  readonly comments: Map<ts.PropertySignature, string | undefined>
  readonly holes: Hole[]
  readonly commentOf: CommentOf
}

/** The printer's four spaces and semicolons become the two spaces of the rest. */
function formatLayout(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/^(?: {4})+/, (spaces) => " ".repeat(spaces.length / 2)).replace(/;$/, ""))
    .join("\n")
}

/** The printer leaves line separators and direction marks in literals as they are; names and comments have none. */
function escapeInvisible(text: string): string {
  return text.replace(/[\p{Cf}\u2028\u2029\u0080-\u009f]/gu, (character) =>
    character.length === 1
      ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

function transform(schema: JsonSchema, options: TransformNodeOptions): ts.TypeNode {
  return transformSchemaObject(schema as SchemaObject | ReferenceObject, options)
}

function createContext(drawing: Drawing): GlobalContext {
  const context: Omit<GlobalContext, "redoc"> = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    defaultNonNullable: false,
    discriminators: { objects: {}, refsHandled: [] },
    emptyObjectsUnknown: false,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    resolve: () => undefined,
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: (schema, node) => transformSpecial(schema as JsonSchema, node, drawing),
    postTransform: (type) => renameReference(type, drawing) ?? mergeIndexSignature(type) ?? openUnion(type),
    transformProperty: (property, schema) => {
      const printed = allowUndefined(property)
      drawing.comments.set(printed, drawing.commentOf(schema as JsonSchema))
      return printed
    },
  }
  // The rest is for linting and bundling, which nothing here asks for.
  return context as GlobalContext
}

/** What JSON Schema says in a way that openapi-typescript reads differently. */
function transformSpecial(schema: JsonSchema, node: TransformNodeOptions, drawing: Drawing): ts.TypeNode | undefined {
  if (schema.$ref !== undefined) return transform({ $ref: schema.$ref }, node)
  if (schema.type === "integer" && schema.format === "int64") {
    const bigint = factory.createKeywordTypeNode(SyntaxKind.BigIntKeyword)
    if (schema["x-pristine-bigint"]) return bigint
    return factory.createUnionTypeNode([factory.createKeywordTypeNode(SyntaxKind.NumberKeyword), bigint])
  }
  if (schema.type === "string" && schema.contentEncoding === "base64") return reference({ kind: "bytes" }, drawing)
  if (schema["x-pristine-file"]) return reference({ kind: "file" }, drawing)
  if (schema.type === "array") return transformArray(schema, node)
  if (schema.type === "object" && isEmptyObject(schema)) return factory.createTypeLiteralNode([])
  return undefined
}

/** An array of anything, unions of arrays included, and tuples with a rest. */
function transformArray(schema: JsonSchema, node: TransformNodeOptions): ts.TypeNode {
  const items = typeof schema.items === "object" ? transform(schema.items, node) : undefined
  if (schema.prefixItems) {
    const elements = schema.prefixItems.map((item) => transform(item, node))
    return factory.createTupleTypeNode(
      items ? [...elements, factory.createRestTypeNode(factory.createArrayTypeNode(items))] : elements,
    )
  }
  return factory.createArrayTypeNode(items ?? factory.createKeywordTypeNode(SyntaxKind.UnknownKeyword))
}

function isEmptyObject(schema: JsonSchema): boolean {
  return Object.keys(schema.properties ?? {}).length === 0 && schema.additionalProperties === false
}

/** `components["schemas"]["Pet"]` → what `Pet` is called. */
function renameReference(type: ts.TypeNode, drawing: Drawing): ts.TypeNode | undefined {
  if (!ts.isIndexedAccessTypeNode(type) || !ts.isIndexedAccessTypeNode(type.objectType)) return undefined
  const { indexType } = type
  if (!ts.isLiteralTypeNode(indexType) || !ts.isStringLiteral(indexType.literal)) return undefined
  return reference({ kind: "schema", name: indexType.literal.text }, drawing)
}

function reference(hole: Hole, { holes }: Drawing): ts.TypeNode {
  holes.push(hole)
  return factory.createTypeReferenceNode(holeMark(holes.length - 1))
}

/** `{ a: A } & { [key: string]: unknown }` is one object: every property fits `unknown`. */
function mergeIndexSignature(type: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isIntersectionTypeNode(type) || type.types.length !== 2) return undefined
  const [object, index] = type.types
  if (!object || !index || !ts.isTypeLiteralNode(object) || !ts.isTypeLiteralNode(index)) return undefined
  const [signature] = index.members
  if (index.members.length !== 1 || !signature || !ts.isIndexSignatureDeclaration(signature)) return undefined
  if (signature.type.kind !== SyntaxKind.UnknownKeyword) return undefined
  return factory.createTypeLiteralNode([...object.members, signature])
}

/** `"a" | string` would be `string` to an editor; `"a" | (string & {})` still completes `"a"`. Unions are flattened. */
function openUnion(type: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isUnionTypeNode(type)) return undefined
  const members = type.types.flatMap(flattenUnion)
  const listed = new Set(members.map(literalKind))
  const unique = new Map(
    members.map((member, index) => {
      const opened = listed.has(member.kind) ? openKeyword(member) : member
      return [isDeduplicated(member) ? (isNull(member) ? "null" : member.kind) : `#${index}`, opened] as const
    }),
  )
  return factory.createUnionTypeNode([...unique.values()])
}

/** Members of unions in unions; what was opened inside is a keyword again. */
function flattenUnion(type: ts.TypeNode): readonly ts.TypeNode[] {
  const inner = ts.isParenthesizedTypeNode(type) ? type.type : type
  const opened = ts.isIntersectionTypeNode(inner) && inner.types.length === 2 ? inner.types : []
  if (opened[0] && opened[1] && isKeyword(opened[0]) && ts.isTypeLiteralNode(opened[1])) return [opened[0]]
  return ts.isUnionTypeNode(inner) ? inner.types.flatMap(flattenUnion) : [type]
}

function isDeduplicated(type: ts.TypeNode): boolean {
  return isKeyword(type) || isNull(type)
}

function isKeyword(type: ts.TypeNode): boolean {
  const { StringKeyword, NumberKeyword, BigIntKeyword, BooleanKeyword } = SyntaxKind
  return [StringKeyword, NumberKeyword, BigIntKeyword, BooleanKeyword].some((kind) => kind === type.kind)
}

function isNull(type: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(type) && type.literal.kind === SyntaxKind.NullKeyword
}

function openKeyword(type: ts.TypeNode): ts.TypeNode {
  return factory.createParenthesizedType(factory.createIntersectionTypeNode([type, factory.createTypeLiteralNode([])]))
}

/** The keyword whose values a literal belongs to. openapi-typescript writes string literals as identifiers. */
function literalKind(type: ts.TypeNode): ts.SyntaxKind | undefined {
  const node: ts.Node = ts.isLiteralTypeNode(type) ? type.literal : type
  if (ts.isIdentifier(node)) return SyntaxKind.StringKeyword
  if (ts.isStringLiteral(node)) return SyntaxKind.StringKeyword
  if (ts.isNumericLiteral(node) || ts.isPrefixUnaryExpression(node)) return SyntaxKind.NumberKeyword
  return undefined
}

/** Optional properties take `undefined` also under `exactOptionalPropertyTypes`, as the runtime does. */
function allowUndefined(property: ts.PropertySignature): ts.PropertySignature {
  if (!property.questionToken || !property.type || property.type.kind === SyntaxKind.UnknownKeyword) return property
  const undefinedType = factory.createKeywordTypeNode(SyntaxKind.UndefinedKeyword)
  const members = ts.isUnionTypeNode(property.type) ? property.type.types : [property.type]
  return factory.updatePropertySignature(
    property,
    property.modifiers,
    property.name,
    property.questionToken,
    factory.createUnionTypeNode([...members, undefinedType]),
  )
}
