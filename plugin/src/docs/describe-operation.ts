import type { ApiModel } from "../model/api-model.ts"
import type { AuthScheme } from "../model/auth-scheme.ts"
import { flatInput } from "../model/flat-input.ts"
import type { OperationModel } from "../model/operation.ts"
import type { Field } from "../model/type-node.ts"
import { anchor } from "./anchor.ts"
import { deprecation, describeFields, describeInside, describeShape } from "./describe-type.ts"
import { paragraphs, type Block, type Inline } from "./document.ts"
import { typeInline } from "./type-inline.ts"

/** Anchor of an operation. */
export function operationAnchor({ resource, name }: OperationModel): string {
  return anchor("operation", [...resource, name].join("."))
}

const gives = {
  unary: "Gives ",
  stream: "Gives a stream of events, each ",
  future: "Gives a future of ",
  pages: "Gives a list in pages; a page is ",
} as const

/** The section of one operation. */
export function describeOperation(operation: OperationModel, model: ApiModel): readonly Block[] {
  const call = ["api", ...operation.resource, operation.name].join(".")
  return [
    { kind: "heading", level: 3, id: operationAnchor(operation), text: call, isCode: true },
    ...deprecation(operation.deprecated),
    ...paragraphs(operation.description),
    ...(operation.server ? paragraphs("For servers only.") : []),
    { kind: "paragraph", content: [{ code: `${operation.method} ${operation.route}` }] },
    ...describeInput(operation, model),
    { kind: "paragraph", content: describeResult(operation) },
    ...(operation.result ? describeInside(operation.result) : []),
    ...describeErrors(operation),
    ...describeAuth(operation, model),
  ]
}

function describeInput(operation: OperationModel, model: ApiModel): readonly Block[] {
  const input = flatInput(operation, model)
  if (input.kind !== "object") return describeShape(input)
  if (input.fields.length === 0) return [{ kind: "paragraph", content: ["Takes no input."] }]
  const places = new Map(operation.parameters.map((parameter) => [parameter.name, parameter]))
  // A parameter says what it is for beside its type.
  const fields = input.fields.map((field): Field => {
    const description = places.get(field.name)?.description
    return description === undefined ? field : { ...field, type: { ...field.type, description } }
  })
  return describeFields(fields, ({ name }) => places.get(name)?.in ?? "body")
}

function describeResult({ kind, result, page, stream }: OperationModel): readonly Inline[] {
  if (!result) return ["Gives nothing."]
  const { eventTypes = [] } = stream ?? {}
  if (eventTypes.length > 0) {
    const types = eventTypes.flatMap((type, index): Inline[] => [...(index > 0 ? [", "] : []), { code: type }])
    return ["Gives a stream of the events ", ...types, ", each ", ...typeInline(result), "."]
  }
  const items: readonly Inline[] = page ? [", an item of it ", ...typeInline(page.item)] : []
  return [gives[kind], ...typeInline(result), ...items, "."]
}

function describeErrors({ errors }: OperationModel): readonly Block[] {
  if (errors.length === 0) return []
  const rows = errors.map(({ status, type }): readonly (readonly Inline[])[] => [
    [{ code: String(status) }],
    type ? typeInline(type) : ["no body"],
  ])
  const inside = errors.flatMap(({ status, type }): readonly Block[] => {
    const fields = type ? describeInside(type) : []
    return fields.length === 0
      ? []
      : [{ kind: "paragraph", content: ["In ", { code: String(status) }, ":"] }, ...fields]
  })
  return [{ kind: "table", head: ["Status", "Error"], rows }, ...inside]
}

function describeAuth({ auth }: OperationModel, model: ApiModel): readonly Block[] {
  if (auth.length === 0) return []
  const ways = auth.map((key) => (key === false ? "none" : (model.auth.get(key) ?? []).map(schemeText).join(" and ")))
  return [{ kind: "paragraph", content: [`Credentials: ${ways.join(", or ")}.`] }]
}

/** A scheme in a few words. */
export function schemeText(scheme: AuthScheme): string {
  const names = { bearer: "a bearer token", basic: "user and password", api_key: "an API key" }
  const place = scheme.type === "api_key" ? ` in the ${scheme.in} ${scheme.name}` : ""
  const env = scheme.env === undefined ? "" : ` from the variable ${scheme.env}`
  return `${names[scheme.type]}${place}${env}`
}
