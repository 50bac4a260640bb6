import { encoded } from "./encoded.ts"
import type { Scope } from "../client/scope.ts"

/** `$request.query.N`: the value of a query parameter as it is sent, or `undefined` where there is none. */
export function requestQuery({ query }: Pick<Scope, "query">, name: string): string | undefined {
  const value = query.find(([key]) => key === name)?.[1]
  if (value === undefined || value === null) return undefined
  return typeof value === "object" ? value[encoded] : String(value)
}
