import { encoded } from "./encoded.ts"
import { inQuery, percentEncode } from "./percent-encode.ts"
import type { Pairs } from "../client/scope.ts"

/** Pairs as a query without `?`, in their order; pairs whose value is absent are left out. Empty if none is left. */
export function encodeQuery(pairs: Pairs): string {
  let query = ""
  for (const [name, value] of pairs) {
    if (value === undefined || value === null) continue
    const what = inQuery(name)
    const text = typeof value === "object" && encoded in value ? value[encoded] : percentEncode(value, what)
    query += `${query === "" ? "" : "&"}${percentEncode(name, what)}=${text}`
  }
  return query
}
