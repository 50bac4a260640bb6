import { relative } from "node:path"
import { closest } from "../diagnostics/closest.ts"
import { fileReason } from "./file-reason.ts"
import { findManifests } from "./find-manifests.ts"

/** Why a manifest cannot be read: where it is not there, or a folder, with what was probably meant. */
export async function explainUnreadable(error: unknown, file: string, cwd: string): Promise<string> {
  const reason = fileReason(error)
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  const named = (files: readonly string[]): readonly string[] => files.map((found) => relative(cwd, found))
  if (code === "EISDIR") {
    const below = named(await findManifests([], file))
    return below.length === 0 ? reason : `${reason}. Its manifests: ${below.join(", ")}`
  }
  if (code !== "ENOENT") return reason
  const meant = closest(relative(cwd, file), named(await findManifests([], cwd)))
  return meant === undefined ? reason : `${reason}. Did you mean ${meant}?`
}
