import type { OperationModel, PollModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import { matchExpression } from "../codec/match-expression.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { layoutArray, layoutCall, layoutObject } from "../layout.ts"
import { valueExpression } from "../value-expression.ts"
import { credentials } from "./credentials.ts"
import { builtInFailed, builtInPending } from "./built-in-retrieve.ts"
import { headerPair } from "./headers.ts"
import { responseSpec } from "./responses.ts"

/** The `poll` of a future's spec. */
export function pollSpec(code: TypeCode, operation: OperationModel, poll: PollModel): string {
  const builtIn = poll.operation === undefined
  const answer = operation.success.find((response) => !response.build)
  const result = answer && { ...answer, type: operation.result }
  const headers = poll.headers.map((header) => headerPair(code.module, header))
  const interval = valueExpression(code.module, poll.interval, { env: "undefined", response: "response" })
  const properties = [
    `operation: ${polledSpec(code, operation, poll)}`,
    `input: ${pollInput(code, operation, poll)}`,
    ...ticketMembers(code, poll),
    ...(headers.length > 0 ? [`headers: (input, scope) => ${layoutArray(headers)}`] : []),
    `pending: ${builtIn && poll.pending.length === 0 ? builtInPending(code.module) : predicate(code, poll.pending)}`,
    `failed: ${builtIn && poll.failed.length === 0 ? builtInFailed(code.module) : predicate(code, poll.failed)}`,
    `intervalMs: (${interval.includes("response") ? "response" : ""}) => ${interval}`,
    `result: ${result ? responseSpec(code, result) : '{ status: "2XX", readers: [] }'}`,
  ]
  return layoutObject(properties)
}

/** The built-in operation asks with the credentials of the one that it asks about. */
function polledSpec(code: TypeCode, operation: OperationModel, poll: PollModel): string {
  const { module } = code
  const spec = `${module.runtime("specOf")}(${polledOperation(code, operation, poll)})`
  const auth = poll.operation === undefined ? credentials(code, operation) : undefined
  if (auth === undefined) return `() => ${spec}`
  const own = layoutCall(module.runtime("defineOperation"), [
    `() => (${layoutObject([`...${spec}`, `auth: ${auth}`])})`,
  ])
  return layoutCall(module.runtime("memoise"), [`() => ${module.runtime("specOf")}(${own})`])
}

function polledOperation(code: TypeCode, operation: OperationModel, poll: PollModel): string {
  if (poll.operation === undefined) return code.module.part("service", "retrieveFuture")
  const polled = code.analysis.model.operations.find((each) => each.id === poll.operation)
  if (!polled) throw new TypeError(`${operation.id} polls ${poll.operation}, which does not exist`)
  return code.operation(polled)
}

/** Without a value for one of its parts the first answer is the result. */
function pollInput(code: TypeCode, operation: OperationModel, poll: PollModel): string {
  if (poll.operation === undefined && poll.input.length === 0) {
    return `(first) => ${code.module.runtime("completeInput")}({ request_id: ${code.module.runtime("pointer")}(first.body, ["request_id"]) })`
  }
  if (poll.input.length === 0) return poll.operation === operation.id ? "(first, input) => input" : "() => ({})"
  const fields = poll.input.map(({ name, value }) => {
    return `${encodeKey(name)}: ${valueExpression(code.module, value, { env: "undefined", response: "first" })}`
  })
  const own = poll.operation === operation.id ? ["...input", ...fields] : fields
  const reads = own.some((field) => field.includes("input")) ? "(first, input)" : "(first)"
  return `${reads} => ${code.module.runtime("completeInput")}(${layoutObject(own)})`
}

/** Where the id of the work stands in the first answer, both ways, if that is one place other than the usual one. */
function ticketMembers({ module }: TypeCode, poll: PollModel): string[] {
  const read = poll.input.flatMap(({ value }) => (value.kind === "expression" ? [value.expression] : []))
  const [only] = read
  if (read.length !== 1 || only?.kind !== "response.body" || only.path.length === 0) return []
  if (only.path.join("/") === "request_id") return []
  const body = only.path.reduceRight((inner, key) => layoutObject([`${encodeKey(key)}: ${inner}`]), "id")
  const found = `${module.runtime("pointer")}(first.body, ${encodeLiteral(only.path)})`
  return [`requestId: (first) => ${found}`, `ticket: (id) => (${body})`]
}

function predicate(code: TypeCode, types: readonly TypeNode[]): string {
  if (types.length === 0) return "() => false"
  return `(wire) => ${types.map((type) => matchExpression(code, type, "wire", "wire")).join(" || ")}`
}
