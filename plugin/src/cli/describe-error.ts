import { relative } from "node:path"
import { fileReason } from "./file-reason.ts"

/** An error for people: of a file its name, relative to the working folder, and what is wrong with it. */
export function describeError(error: unknown, cwd: string): string {
  const reason = fileReason(error)
  if (!(error instanceof Error) || reason === error.message) return reason
  const { path } = error as NodeJS.ErrnoException
  return path === undefined ? reason : `${relative(cwd, path) || "."}: ${reason}`
}
