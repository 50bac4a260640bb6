import { quoteText } from "../../diagnostics/quote-text.ts"
import type { BodyModel, NamedValue, Parameter } from "../../model/operation.ts"
import { resolveType } from "../../model/resolve-type.ts"
import type { Field, TypeNode } from "../../model/type-node.ts"
import type { CodeRef } from "../../model/value.ts"
import { member, membersOf, oneOrMany, textOf, type Tree } from "../check/tree.ts"
import { buildBodyType } from "./build-type.ts"
import { buildValue, valuePlaces } from "./build-value.ts"
import type { BuildContext } from "./context.ts"
import { effective, type EndpointEntry } from "./endpoint-entry.ts"

/** Media types that the runtime writes without a codec. */
const plainMedia =
  /^(?:application\/(?:[\w.-]+\+)?json|application\/x-www-form-urlencoded|multipart\/form-data|text\/[\w.+-]+|application\/octet-stream)(?:\s*;|$)/i

/** The body of an endpoint; `undefined` when requests carry none. Run when all named types are built. */
export function buildBody(entry: EndpointEntry, method: string, context: BuildContext): BodyModel | undefined {
  const { report, types } = context
  const request = member(entry.tree, "request")
  const body = member(entry.tree, "body")
  const given = request ?? body
  if (method === "GET" || method === "HEAD") {
    if (given && given.value !== "void")
      report.add("PRISTINE_M0405", given.pointer, { method, key: request ? "request" : "body" }, "key")
    return undefined
  }
  const constants = buildConstants(body, context)
  const contentType = textOf(effective(entry, "content_type")) ?? "application/json"
  const encodings = oneOrMany(effective(entry, "content_encoding")).map((name) => textOf(name) ?? "")
  const common = { constants, contentType, encodings }
  if (given === undefined) {
    if (!["POST", "PUT", "PATCH"].includes(method)) return undefined
    return { ...common, placement: "body", required: false, type: { kind: "any", pointer: entry.tree.pointer } }
  }
  const type: TypeNode | undefined = request
    ? buildBodyType(request, context)
    : { kind: "object", fields: [], pointer: given.pointer }
  if (type === undefined) {
    if (body) {
      const because = "the request has no body"
      report.add("PRISTINE_M0109", body.pointer, { key: "body", because, fix: 'Remove it, or the "void".' }, "key")
    }
    return undefined
  }
  const placement = isFlat(type, types) ? "flat" : "body"
  checkConstants(body, constants, type, placement, context)
  const codec = mediaCodec(type, contentType, context)
  if (codec === undefined && !plainMedia.test(contentType)) {
    const pointer = effective(entry, "content_type")?.pointer ?? entry.tree.pointer
    report.add("PRISTINE_M0507", pointer, { contentType })
  }
  return { ...common, placement, type, required: true, ...(codec && { codec }) }
}

/** Whether a body's fields may stand beside the parameters: a closed object whose value is what the manifest says. */
function isFlat(node: TypeNode, types: ReadonlyMap<string, TypeNode>, depth = 0): boolean {
  const target = resolveType(node, types)
  if (target.nullable || depth > 8 || (target.codec && target.codec.kind !== "media")) return false
  if (target.kind === "object") return target.additional === undefined
  return target.kind === "union" && target.variants.every((variant) => isFlat(variant, types, depth + 1))
}

function mediaCodec(type: TypeNode, contentType: string, { types }: BuildContext): CodeRef | undefined {
  const { codec } = resolveType(type, types)
  const bare = (contentType.split(";")[0] ?? "").trim().toLowerCase()
  return codec?.kind === "media" ? codec.media.find((entry) => entry.type.toLowerCase() === bare)?.ref : undefined
}

function buildConstants(body: Tree | undefined, context: BuildContext): readonly NamedValue[] {
  return membersOf(body).flatMap(([name, tree]) => {
    const members = valueMembers(tree)
    const value = members ? buildValue({ ...tree, members }, valuePlaces.input, context.report) : undefined
    if (members) return value ? [{ name, value }] : []
    return [{ name, value: { kind: "constant" as const, value: tree.value } }]
  })
}

/** A `body` holds any JSON; an object of `env` or `from`, with or without `default`, is a value. */
function valueMembers({ value, pointer }: Tree): ReadonlyMap<string, Tree> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
  const entries = Object.entries(value as Readonly<Record<string, unknown>>)
  const isValue = entries.some(([name]) => name !== "default") && entries.every(([name]) => valueKeys.includes(name))
  return isValue
    ? new Map(entries.map(([name, entry]) => [name, { value: entry, pointer: `${pointer}/${name}` }]))
    : undefined
}

const valueKeys = ["env", "from", "default"]

function checkConstants(
  body: Tree | undefined,
  constants: readonly NamedValue[],
  type: TypeNode,
  placement: BodyModel["placement"],
  context: BuildContext,
): void {
  if (body === undefined) return
  if (
    placement === "body" &&
    resolveType(type, context.types).kind !== "any" &&
    resolveType(type, context.types).kind !== "map"
  ) {
    const because = "values can be merged only into an object"
    context.report.add("PRISTINE_M0109", body.pointer, { key: "body", because, fix: "Remove it." }, "key")
    return
  }
  for (const fields of fieldLists(type, context.types)) {
    for (const { name, value } of constants) {
      const field = fields.find((candidate) => candidate.name === name)
      const given = member(body, name)
      const written = value.kind === "constant" ? value.value : value.default
      if (!field || !given || written === undefined) continue
      const what = `The value of ${quoteText(name)}`
      context.constants.push({ pointer: given.pointer, value: written, type: field.type, what })
    }
  }
}

/** Reports names that both a parameter and the body put into the input. */
export function checkInputNames(
  entry: EndpointEntry,
  parameters: readonly Parameter[],
  body: BodyModel | undefined,
  context: BuildContext,
): void {
  const gone = new Set(body?.placement === "flat" ? body.constants.map(({ name }) => name) : [])
  const names = new Set<string>()
  if (body?.placement === "body") names.add("body")
  else if (body)
    for (const fields of fieldLists(body.type, context.types)) for (const { name } of fields) names.add(name)
  for (const { name, in: place, pointer } of parameters) {
    if (!names.has(name) || gone.has(name)) continue
    const declared = pointer !== member(entry.tree, "path")?.pointer
    const first = `the ${place} parameter`
    const second = body?.placement === "body" ? "the body" : "a field of the body"
    context.report.add("PRISTINE_M0403", pointer, { name, first, second }, declared ? "key" : "value")
  }
}

function fieldLists(node: TypeNode, types: ReadonlyMap<string, TypeNode>, depth = 0): readonly (readonly Field[])[] {
  const target = resolveType(node, types)
  if (target.kind === "object") return [target.fields.filter(({ access }) => access !== "read")]
  if (target.kind !== "union" || depth > 8) return []
  return target.variants.flatMap((variant) => fieldLists(variant, types, depth + 1))
}
