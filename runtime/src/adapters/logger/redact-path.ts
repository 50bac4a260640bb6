import type { SecretPlaces } from "../../ports/secret-places.ts"
import { isNamed, looksSecret, redacted } from "./secrets.ts"

/**
 * A path with its secrets hidden: parameters of these names, and segments that look like secrets. Of a path that does not
 * end as its template does, nothing is left.
 */
export function redactPath(path: string, secrets: SecretPlaces | undefined): string {
  const known = secrets?.route === undefined ? path : withoutParameters(path, secrets.route, secrets.names)
  return known
    .split("/")
    .map((part) => (looksSecret(decoded(part)) ? redacted : part))
    .join("/")
}

function withoutParameters(path: string, route: string, names: readonly string[]): string {
  // Odd places are the names of parameters.
  const parts = route.split(/\{(\+?[^{}]*)\}/)
  const pattern = parts.map((part, index) => {
    if (index % 2 === 0) return `(${part.replace(/[^\w/]/g, String.raw`\$&`)})`
    return part.startsWith("+") ? "(.+)" : "([^/]+)"
  })
  const [, base, ...values] = new RegExp(`^(.*?)${pattern.join("")}$`).exec(path) ?? []
  if (base === undefined) return `/${redacted}`
  const shown = values.map((value, index) => {
    const isSecret = index % 2 === 1 && isNamed((parts[index] ?? "").replace("+", ""), names)
    return isSecret ? value.replace(/[^/]+/g, redacted) : value
  })
  return base + shown.join("")
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not UTF-8: its own spelling is all there is to look at.
    return part
  }
}
