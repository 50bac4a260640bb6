export interface UploadPatterns {
  /** Only what one of these matches. Default: everything. */
  readonly allow?: readonly string[]
  /** Nothing that one of these matches. */
  readonly ignore?: readonly string[]
}

/** A file that only says that the service wrote all others. */
const marker = "checkpoint_complete"

/**
 * The paths that are to be uploaded. A pattern matches a whole path or a file's name: `*` any text without a slash, `**` any
 * text, `?` one character. The marker of a complete checkpoint stays behind unless it is asked for.
 */
export function chooseFiles(paths: readonly string[], { allow = [], ignore = [] }: UploadPatterns): readonly string[] {
  const allowed = allow.map(toExpression)
  const ignored = ignore.map(toExpression)
  return paths.filter((path) => {
    const matches = (pattern: RegExp): boolean => pattern.test(path) || pattern.test(path.split("/").at(-1) ?? path)
    const isAllowed = allowed.length === 0 ? path !== marker : allowed.some(matches)
    return isAllowed && !ignored.some(matches)
  })
}

function toExpression(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*|\*|\?)/).map((part) => {
    if (part === "**") return ".*"
    if (part === "*") return "[^/]*"
    return part === "?" ? "[^/]" : part.replaceAll(/[\\^$.|+()[\]{}]/g, "\\$&")
  })
  return new RegExp(`^${parts.join("")}$`, "su")
}
