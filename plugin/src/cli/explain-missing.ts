import { relative } from "node:path"
import { closest } from "../diagnostics/closest.ts"
import { findManifests } from "./find-manifests.ts"

/** The error of a manifest that cannot be read; where it is not there, with the name that was probably meant. */
export async function explainMissing(error: unknown, file: string, cwd: string): Promise<unknown> {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== "ENOENT") return error
  const names = (await findManifests([], cwd)).map((found) => relative(cwd, found))
  const meant = closest(relative(cwd, file), names)
  return meant === undefined ? error : new Error(`${error.message}. Did you mean ${meant}?`, { cause: error })
}
