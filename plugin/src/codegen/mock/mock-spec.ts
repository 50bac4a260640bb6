import { schemaToJsonSchema } from "../../openapi/schema-to-json-schema.ts"
import { findDiscriminatedFields } from "../../model/discriminated-fields.ts"
import { bodyType } from "../../model/body-type.ts"
import { childTypes } from "../../model/child-types.ts"
import type { ApiModel } from "../../model/api-model.ts"
import type { OperationModel, PageModel, ResponseModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { Expression } from "../../model/value.ts"
import { encodeLiteral } from "../encode/literal.ts"
import type { TypeCode } from "../codec/type-code.ts"

/** The `mock` of an operation's spec: what it may be answered, in the form that travels. */
export function mockSpec(code: TypeCode, operation: OperationModel): string {
  const { model } = code.analysis
  const answers = [...(operation.kind === "future" ? [] : operation.success), ...operation.errors].map((response) =>
    answerOf(response, model),
  )
  const { stream, page, result } = operation
  const described = {
    types: typesOf(operation, model),
    answers,
    ...(stream && {
      stream: {
        format: stream.format,
        ...(stream.sentinel !== undefined && { sentinel: stream.sentinel }),
        ...(stream.eventTypes && { eventType: stream.eventTypes[0] }),
        event: result ? schemaOf(result, model) : {},
      },
    }),
    ...(operation.kind === "future" && { future: futureOf(operation, model) }),
    ...(page && { page: pageOf(operation, page) }),
  }
  return `() => (${encodeLiteral(described)})`
}

function answerOf(response: ResponseModel, model: ApiModel): object {
  const { status, media, build } = response
  const type = bodyType(response)
  if (!type || build) return { status }
  const plain = media.find(({ codec }) => codec === undefined)
  const first = plain ?? media[0] ?? { type: "application/json" }
  const own = (first.codec ?? codeOf(type, model)) !== undefined
  return { status, media: first.type, ...(!own && { schema: schemaOf(type, model) }) }
}

/** A future's result comes with the answer to a poll. */
function futureOf({ success, result }: OperationModel, model: ApiModel): object {
  const media = success.find(({ build }) => !build)?.media ?? []
  return answerOf({ status: 200, type: result, media, pointer: "" }, model)
}

/** Code that reads the whole body, whose wire form nobody knows. */
function codeOf(type: TypeNode, { types }: ApiModel): unknown {
  const named = type.kind === "ref" ? (types.get(type.name) ?? type) : type
  return named.codec?.kind === "code" ? named.codec : undefined
}

function schemaOf(type: TypeNode, model: ApiModel): object {
  return schemaToJsonSchema(type, { side: "wire", model, discriminated: findDiscriminatedFields(model) })
}

function typesOf({ success, errors, result }: OperationModel, model: ApiModel): Readonly<Record<string, object>> {
  const queue = [...success, ...errors].flatMap(({ type }) => type ?? []).concat(result ?? [])
  const names = new Set<string>()
  for (const type of queue) {
    if (type.kind !== "ref") queue.push(...childTypes(type))
    else if (!names.has(type.name)) {
      names.add(type.name)
      queue.push(...[model.types.get(type.name)].flatMap((found) => found ?? []))
    }
  }
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const type = model.types.get(name)
      return type ? [[name, schemaOf(type, model)] as const] : []
    }),
  )
}

function pageOf({ parameters }: OperationModel, page: PageModel): object {
  const { items, next, link, total, pages, more, offset, page: number } = page
  const end = (expression: Expression | undefined, value: unknown): readonly (readonly unknown[])[] =>
    expression?.kind === "response.body" ? [[expression.path, value]] : []
  const counter = parameters.find(({ name }) => name === (offset ?? number))
  const start = counter?.default?.kind === "constant" ? Number(counter.default.value) : offset === undefined ? 1 : 0
  return {
    items: items.kind === "response.body" ? items.path : [],
    end: [
      ...end(next, undefined),
      ...end(link, undefined),
      ...end(total, "count"),
      ...end(pages, start),
      ...end(more, false),
    ].map(([path, value]) => (value === undefined ? [path] : [path, value])),
    ...(counter && { counted: { name: counter.wire, first: start } }),
  }
}
