import { closest } from "../../diagnostics/closest.ts"
import { flatInput } from "../../model/flat-input.ts"
import type { OperationModel, PollModel } from "../../model/operation.ts"
import { isRequiredOfCaller } from "../../model/required-of-caller.ts"
import type { Field, TypeNode } from "../../model/type-node.ts"
import type { Value } from "../../model/value.ts"
import { member, membersOf, textOf, type Tree } from "../check/tree.ts"
import { buildHeaders } from "./build-headers.ts"
import { buildTypes } from "./build-responses.ts"
import { buildNamedValues, buildValue, valuePlaces } from "./build-value.ts"
import type { BuildContext } from "./context.ts"
import { mergeMaps, type EndpointEntry } from "./endpoint-entry.ts"

/** Id of the endpoint that an asynchronous one polls; `undefined` for the built-in contract. */
export function polledId(entry: EndpointEntry): Tree | undefined {
  const own = member(entry.tree, "poll")
  return (
    member(own, "endpoint") ??
    member(entry.tree, "poll_endpoint") ??
    member(member(entry.defaults, "poll"), "endpoint") ??
    member(entry.defaults, "poll_endpoint")
  )
}

/** How an asynchronous endpoint is polled: defaults, then the polled endpoint's `poll`, then its own. */
export function buildPoll(
  entry: EndpointEntry,
  entries: ReadonlyMap<string, EndpointEntry>,
  context: BuildContext,
): PollModel {
  const { report } = context
  const target = polledId(entry)
  const id = textOf(target)
  const polled = id === undefined ? undefined : entries.get(id)
  const layers = [entry.defaults, polled?.tree === entry.tree ? undefined : polled?.tree, entry.tree].map((tree) =>
    member(tree, "poll"),
  )
  const last = (key: string) => layers.map((layer) => member(layer, key)).findLast((found) => found !== undefined)
  const maps = (key: string) => layers.map((layer) => member(layer, key))
  const interval = last("interval_ms")
  const headers = mergeMaps(maps("headers"), (name) => name.toLowerCase())
  return {
    operation: id,
    input: buildNamedValues(last("parameters"), valuePlaces.pollInput, report),
    headers: buildHeaders(headers, valuePlaces.pollHeaders, report),
    pending: buildTypes(last("pending"), context),
    failed: buildTypes(last("failed"), context),
    interval: (interval && buildInterval(interval, context)) ?? { kind: "constant", value: 1000 },
  }
}

function buildInterval(tree: Tree, { report }: BuildContext): Value | undefined {
  const value = buildValue(tree, valuePlaces.interval, report)
  const given = value?.kind === "constant" ? value.value : value?.default
  if (value && given !== undefined && !(typeof given === "number" && given >= 0)) {
    report.add("PRISTINE_M0102", tree.pointer, {
      what: '"interval_ms"',
      expected: "a number of milliseconds",
      got: given,
    })
  }
  return value
}

/** A future's result is what is left of the response when the answers that mean "not yet" and "failed" are gone. */
export function withoutProgress(result: TypeNode | undefined, poll: PollModel): TypeNode | undefined {
  if (result?.kind !== "union") return result
  const gone = new Set([...poll.pending, ...poll.failed].map(identify))
  const variants = result.variants.filter((variant) => !gone.has(identify(variant)))
  if (variants.length === result.variants.length || variants.length === 0) return result
  const [only] = variants
  if (variants.length > 1 || only === undefined) return { ...result, variants }
  return result.nullable ? { ...only, nullable: true } : only
}

function identify(type: TypeNode): string {
  return type.kind === "ref" ? type.name : type.pointer
}

/** Reports inputs of polls that the polled operation does not take, or needs and does not get. */
export function checkPollInput(
  operation: OperationModel,
  entry: EndpointEntry,
  operations: ReadonlyMap<string, OperationModel>,
  entries: ReadonlyMap<string, EndpointEntry>,
  context: BuildContext,
): void {
  const { poll } = operation
  const polled = poll?.operation === undefined ? undefined : operations.get(poll.operation)
  if (poll === undefined || polled === undefined || polled.id === operation.id) return
  const fields = firstFields(flatInput(polled, { types: context.types }))
  const given = new Set(poll.input.map(({ name }) => name))
  const owner = [entry.tree, entries.get(polled.id)?.tree, entry.defaults].find((tree) =>
    member(member(tree, "poll"), "parameters"),
  )
  const parameters = member(member(owner, "poll"), "parameters")
  for (const [name, tree] of membersOf(parameters)) {
    if (fields.some((field) => field.name === name)) continue
    const suggestion = closest(
      name,
      fields.map((field) => field.name),
    )
    context.report.add("PRISTINE_M0701", tree.pointer, { name, operation: polled.id, suggestion }, "key")
  }
  const place = polledId(entry)?.pointer ?? entry.tree.pointer
  for (const field of fields) {
    if (!isRequiredOfCaller(field, context.types) || given.has(field.name)) continue
    context.report.add("PRISTINE_M0702", place, { name: field.name, operation: polled.id })
  }
}

function firstFields(type: TypeNode): readonly Field[] {
  if (type.kind === "object") return type.fields
  return type.kind === "union" ? type.variants.flatMap(firstFields) : []
}
