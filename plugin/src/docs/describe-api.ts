import { quoteValue } from "../diagnostics/quote-text.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { OperationModel } from "../model/operation.ts"
import type { Value } from "../model/value.ts"
import { anchor } from "./anchor.ts"
import { describeNamedType } from "./describe-type.ts"
import { describeOperation } from "./describe-operation.ts"
import { paragraphs, type ApiDocument, type Block, type Inline } from "./document.ts"

/** The reference of an API: what it is, its operations by resource, and its types. Pure. */
export function describeApi(model: ApiModel): ApiDocument {
  const groups = groupOperations(model.operations)
  const types = [...model.types].flatMap(([name, type]) => describeNamedType(name, type))
  return {
    title: model.name,
    blocks: [
      { kind: "heading", level: 1, id: "top", text: model.name },
      { kind: "paragraph", content: [`Version ${model.version}`] },
      ...paragraphs(model.description),
      ...describeBaseUrl(model.baseUrl),
      ...describeServers(model),
      ...[...groups].flatMap(([resource, operations]) => describeResource(resource, operations, model)),
      ...(types.length > 0 ? [{ kind: "heading", level: 2, id: "types", text: "Types" } as const, ...types] : []),
    ],
  }
}

function groupOperations(operations: readonly OperationModel[]): ReadonlyMap<string, readonly OperationModel[]> {
  const groups = new Map<string, OperationModel[]>()
  for (const operation of operations) {
    const resource = operation.resource.join(".")
    groups.set(resource, [...(groups.get(resource) ?? []), operation])
  }
  return groups
}

function describeResource(resource: string, operations: readonly OperationModel[], model: ApiModel): readonly Block[] {
  const text = resource === "" ? "Operations" : resource
  return [
    { kind: "heading", level: 2, id: anchor("resource", resource), text },
    ...paragraphs(model.resources.get(resource)?.description),
    ...operations.flatMap((operation) => describeOperation(operation, model)),
  ]
}

function describeBaseUrl(value: Value | undefined): readonly Block[] {
  if (value === undefined) return []
  const fallback: readonly Inline[] =
    value.kind === "constant" || value.default === undefined ? [] : [", or else ", { code: quoteValue(value.default) }]
  const place: Inline =
    value.kind === "constant"
      ? { code: String(value.value) }
      : value.kind === "env"
        ? `in the variable ${value.name}`
        : "computed"
  return [{ kind: "paragraph", content: ["Base URL: ", place, ...fallback] }]
}

function describeServers({ servers }: ApiModel): readonly Block[] {
  if (servers.size === 0) return []
  const rows = [...servers].map(([name, { url, description = "" }]): readonly (readonly Inline[])[] => [
    [{ code: name }],
    [{ code: url }],
    [description],
  ])
  return [{ kind: "table", head: ["Server", "URL", "Description"], rows }]
}
