import { encoded } from "./encoded-text.ts"
import { percentEncode } from "./percent-encode.ts"
import type { Pairs } from "../client/scope.ts"

/** Pairs as a query without `?`, in their order; pairs whose value is absent are left out. Empty if none is left. */
export function encodeQuery(pairs: Pairs): string {
  let query = ""
  for (const [name, value] of pairs) {
    if (value === undefined || value === null) continue
    const text = typeof value === "object" && encoded in value ? value[encoded] : percentEncode(value)
    query += `${query === "" ? "" : "&"}${percentEncode(name)}=${text}`
  }
  return query
}
