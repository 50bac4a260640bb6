import type { ResponseModel } from "../../model/operation.ts"
import { resolveType } from "../../model/resolve-type.ts"
import type { TypeNode } from "../../model/type-node.ts"
import { member, textOf, type Tree } from "../check/tree.ts"
import { buildBodyType, buildType } from "./build-type.ts"
import { buildNamedValues, valuePlaces } from "./build-value.ts"
import type { BuildContext } from "./context.ts"
import { effective, effectiveMap, mergeMaps, type EndpointEntry } from "./endpoint-entry.ts"

export interface Responses {
  readonly result: TypeNode | undefined
  readonly success: readonly ResponseModel[]
  readonly errors: readonly ResponseModel[]
}

/** What answers hold, by status. Run when all named types are built. */
export function buildResponses(entry: EndpointEntry, older: Tree | undefined, context: BuildContext): Responses {
  const listed = mergeMaps([older, ...layers(entry)]).flatMap(([status, tree]) => buildListed(status, tree, context))
  const success = listed.filter(({ status }) => /^[23]/.test(String(status)))
  const errors = listed.filter((response) => !success.includes(response))
  const response = member(entry.tree, "response")
  if (response === undefined && success.some(({ status }) => String(status).startsWith("2"))) {
    const result = uniteTypes(success, entry.tree.pointer)
    return { result, success: unwrapped(entry, success, context), errors }
  }
  const pointer = response?.pointer ?? entry.tree.pointer
  const type: TypeNode | undefined = response ? buildBodyType(response, context) : { kind: "any", pointer }
  const rest = { status: "2XX", type, media: mediaOf(type, context), pointer }
  const all = success.some(({ status }) => status === "2XX") ? success : [...success, rest]
  const result = response ? type : uniteTypes(all, pointer)
  return { result, success: unwrapped(entry, all, context), errors }
}

/** The successes with the way to their values, where the endpoint says that bodies wrap them. */
function unwrapped(
  entry: EndpointEntry,
  success: readonly ResponseModel[],
  { report }: BuildContext,
): readonly ResponseModel[] {
  const tree = member(entry.tree, "response_unwrap")
  if (tree === undefined) return success
  const read = success.filter(({ status, type, build }) => type && !build && String(status).startsWith("2"))
  const wrapped = read.filter(({ media }) => !media.some(({ codec }) => codec))
  const reasons = [
    [read.length === 0, "the body is ignored", "Give `response` a type."],
    [wrapped.length === 0, "a codec reads the body", "Let the codec unwrap it."],
    [effective(entry, "pagination"), "the page says where its items are", "Point `items` of `pagination` at them."],
    [effective(entry, "streaming"), "the answer is a stream", "Describe whole events in `response`."],
    [effective(entry, "async"), "the answer is a future's", "Describe the whole result in `response`."],
  ] as const
  const reason = reasons.find(([holds]) => holds)
  if (reason) {
    const [, because, fix] = reason
    report.add("PRISTINE_M0109", tree.pointer, { key: "response_unwrap", because, fix }, "key")
    return success
  }
  const unwrap = textOf(tree)?.split(".") ?? []
  return success.map((response) => (wrapped.includes(response) ? { ...response, unwrap } : response))
}

function layers(entry: EndpointEntry): readonly Tree[] {
  const merged = new Map(effectiveMap(entry, "responses"))
  return [{ pointer: "", value: undefined, members: merged }]
}

function buildListed(key: string, tree: Tree, context: BuildContext): readonly ResponseModel[] {
  const isStatus = /^(?:[2-5]\d\d|[2-5]XX|default)$/i.test(key)
  if (!isStatus) {
    const expected = 'a status from 200 to 599, a class such as "4XX", or "default"'
    context.report.add("PRISTINE_M0108", tree.pointer, { what: "a status", got: key, expected }, "key")
  }
  const status = /^\d+$/.test(key) ? Number(key) : key.toLowerCase() === "default" ? "default" : key.toUpperCase()
  const typeTree = textOf(tree) === undefined ? member(tree, "type") : tree
  const type: TypeNode | undefined = typeTree
    ? buildBodyType(typeTree, context)
    : { kind: "any", pointer: tree.pointer }
  if (!isStatus) return []
  const body = member(tree, "body")
  const build = body && buildNamedValues(body, valuePlaces.built, context.report)
  return [{ status, type, media: build ? [] : mediaOf(type, context), pointer: tree.pointer, ...(build && { build }) }]
}

/** Media types that a type can be read from, in order of preference. */
export function mediaOf(type: TypeNode | undefined, { types }: Pick<BuildContext, "types">): ResponseModel["media"] {
  if (type === undefined) return []
  const { codec } = resolveType(type, types)
  if (codec?.kind !== "media") return [{ type: "application/json" }]
  return codec.media.map(({ type: media, ref }) => ({ type: media, codec: ref }))
}

/** The type of all successes together: nothing where none has a body. */
function uniteTypes(responses: readonly ResponseModel[], pointer: string): TypeNode | undefined {
  const distinct = new Map<string, TypeNode>()
  for (const { type } of responses) if (type) distinct.set(type.kind === "ref" ? type.name : type.pointer, type)
  const variants = [...distinct.values()]
  return variants.length < 2 ? variants[0] : { kind: "union", variants, pointer }
}

/** Builds the types of `pending` or `failed`: one, or a list. */
export function buildTypes(tree: Tree | undefined, context: BuildContext): readonly TypeNode[] {
  if (tree === undefined) return []
  return (tree.items ?? [tree]).map((entry) => buildType(entry, context))
}
