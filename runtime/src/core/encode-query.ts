import { percentEncode } from "./percent-encode.ts"
import type { Pairs } from "./scope.ts"

/** Pairs as a query without `?`, in their order; pairs whose value is absent are left out. Empty if none is left. */
export function encodeQuery(pairs: Pairs): string {
  let query = ""
  for (const [name, value] of pairs) {
    if (value === undefined || value === null) continue
    const encoded = typeof value === "object" ? value.encoded : percentEncode(String(value))
    query += `${query === "" ? "" : "&"}${percentEncode(name)}=${encoded}`
  }
  return query
}
