import type { Problem } from "../../errors/problem.ts"
import type { FailureReader } from "../../ports/failure-reader.ts"

/** Characters of a member that are kept. */
const longestMember = 2_048

/** Reads problem details (RFC 9457): nothing where the media type is another or the body is no object. */
export const problemDetails: FailureReader = ({ status, headers, body }) => {
  if (!/^application\/problem\+json(?:\s*;|$)/i.test(headers.get("content-type") ?? "")) return {}
  if (typeof body !== "object" || body === null || Array.isArray(body)) return {}
  const problem: Record<string, unknown> = { type: "about:blank", status }
  for (const name of ["type", "title", "detail", "instance"]) {
    const value: unknown = Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined
    if (typeof value === "string") problem[name] = value.slice(0, longestMember)
  }
  return { problem: problem as unknown as Problem }
}
