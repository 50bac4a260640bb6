import type { Expression, Value } from "../model/value.ts"
import { encodeLiteral } from "./encode/literal.ts"
import { encodeString } from "./encode/string.ts"
import type { CodeModule } from "./code-module.ts"

/** What a value may refer to where it stands: names of variables in reach. */
export interface ValueContext {
  /** Function that reads an environment variable. */
  readonly env: string
  /** Variable with the runtime's `Scope`. */
  readonly scope?: string
  /** Variable with the runtime's `ResponseScope`. */
  readonly response?: string
}

/** Where requests are built. */
export const inScope: ValueContext = { env: "scope.env", scope: "scope" }

/** Turns a manifest's value into an expression; `undefined` at run time means that it has none. */
export function valueExpression(module: CodeModule, value: Value, context: ValueContext): string {
  if (value.kind === "constant") return encodeLiteral(value.value)
  const code =
    value.kind === "env"
      ? `${context.env}(${encodeString(value.name)})`
      : expressionCode(module, value.expression, context)
  return value.default === undefined ? code : `${code} ?? ${encodeLiteral(value.default)}`
}

/** Turns a runtime expression into JavaScript. Throws on one that means nothing in this place. */
export function expressionCode(module: CodeModule, expression: Expression, context: ValueContext): string {
  const scope = (): string => context.scope ?? refuse(expression)
  const response = (): string => context.response ?? refuse(expression)
  const pointer = (root: string, path: readonly string[]): string =>
    path.length === 0 ? root : `${module.runtime("pointer")}(${root}, ${encodeLiteral(path)})`
  switch (expression.kind) {
    case "request.body":
      return pointer(`${scope()}.requestBody`, expression.path)
    case "response.body":
      return pointer(`${response()}.body`, expression.path)
    case "request.query":
      return `${module.runtime("requestQuery")}(${scope()}, ${encodeString(expression.name)})`
    case "response.header":
      return `(${response()}.headers.get(${encodeString(expression.name)}) ?? undefined)`
    case "response.status":
      return `${response()}.status`
    case "client.user_agent":
      return `${scope()}.userAgent`
    case "runtime.os":
    case "runtime.arch":
    case "runtime.name":
    case "runtime.version":
      return `${module.runtime("runtimeInfo")}(${scope()}).${expression.kind.slice("runtime.".length)}`
    case "attempt":
      return `${scope()}.attempt`
    case "timeout.seconds":
      return `${scope()}.timeoutSeconds`
    case "poll.iteration":
      return `${scope()}.poll?.iteration`
    case "poll.create_seconds":
      return `${scope()}.poll?.createSeconds`
    case "request.header":
      return refuse(expression)
  }
}

function refuse(expression: Expression): never {
  throw new TypeError(`$${expression.kind} has no value where it is used`)
}
