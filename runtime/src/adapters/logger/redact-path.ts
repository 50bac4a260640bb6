import type { SecretPlaces } from "../../ports/secret-places.ts"
import { isNamed, looksSecret, redacted } from "./secrets.ts"

/**
 * A path with its secrets hidden: segments with a parameter of these names, and those that look like secrets. Of a path that
 * does not end as its template does, nothing is left.
 */
export function redactPath(path: string, secrets: SecretPlaces | undefined): string {
  const segments = path.split("/")
  const shown =
    secrets?.route === undefined
      ? segments
      : withoutParameters(segments, secrets.route.replace(/^\//, "").split("/"), secrets.names)
  return shown.map((part) => (looksSecret(decoded(part)) ? redacted : part)).join("/")
}

function withoutParameters(
  segments: readonly string[],
  template: readonly string[],
  names: readonly string[],
): readonly string[] {
  const several = template.findIndex((part) => part.startsWith("{+"))
  // The base URL has a path of its own, so that the template is looked for from the end.
  const head = several === -1 ? [] : template.slice(0, several)
  const tail = several === -1 ? template : template.slice(several + 1)
  const tailAt = segments.length - tail.length
  const headAt = several === -1 ? tailAt : segments.findIndex((_, index) => fit(segments.slice(index), head))
  const middleAt = headAt + head.length
  const isOurs = headAt >= 0 && fit(segments.slice(tailAt), tail) && (several === -1 || middleAt < tailAt)
  if (!isOurs) return ["", redacted]
  return segments.map((segment, index) => {
    if (index < headAt) return segment
    const part = index < middleAt ? head[index - headAt] : index < tailAt ? template[several] : tail[index - tailAt]
    return parametersOf(part).some((name) => isNamed(name, names)) ? redacted : segment
  })
}

/** Whether segments begin as a template says. Between parameters only the text around all of them counts. */
function fit(segments: readonly string[], template: readonly string[]): boolean {
  return template.every((part, index) => {
    const segment = segments[index]
    if (segment === undefined) return false
    const [before = "", ...others] = part.split(/\{[^{}]*\}/)
    const after = others.at(-1)
    if (after === undefined) return segment === part
    return segment.length > before.length + after.length && segment.startsWith(before) && segment.endsWith(after)
  })
}

function parametersOf(part: string = ""): readonly string[] {
  return [...part.matchAll(/\{\+?([^{}]*)\}/g)].map(([, name = ""]) => name)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not UTF-8: its own spelling is all there is to look at.
    return part
  }
}
