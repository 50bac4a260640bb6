import type { Pointer } from "./source.ts"

/** A named base URL. Every `{name}` in it is a variable. */
export interface ServerModel {
  readonly url: string
  readonly description?: string
  readonly variables: ReadonlyMap<string, ServerVariableModel>
  readonly pointer: Pointer
}

export interface ServerVariableModel {
  readonly default?: string
  readonly values?: readonly string[]
  readonly description?: string
}
