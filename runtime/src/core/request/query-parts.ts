/** Pairs of a query without `?`, as they are written, but for those of the names that are left out. */
export function queryParts(query: string, omitted: ReadonlySet<string>): string[] {
  return query.split("&").filter((part) => part !== "" && !omitted.has(partName(part)))
}

/** The name of a pair, decoded. */
export function partName(part: string): string {
  const [name = ""] = new URLSearchParams(part).keys()
  return name
}
