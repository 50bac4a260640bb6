import { readdir, stat } from "node:fs/promises"
import { basename, dirname, join, relative, resolve } from "node:path"
import { InvalidArgumentError } from "commander"
import { closest } from "../diagnostics/closest.ts"

/** Refuses a `--cwd` that is no folder, with the one that was probably meant. Without one there is nothing to refuse. */
export async function requireFolder(folder: unknown, cwd: string): Promise<void> {
  if (typeof folder !== "string") return
  const path = resolve(cwd, folder)
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return
  if (found) throw new InvalidArgumentError(`error: --cwd: ${folder} is no folder.`)
  const parent = dirname(path)
  const siblings = await readdir(parent, { withFileTypes: true }).catch(() => [])
  const folders = siblings.filter((each) => each.isDirectory()).map(({ name }) => name)
  const meant = closest(basename(path), folders)
  const hint = meant === undefined ? "" : ` Did you mean ${relative(cwd, join(parent, meant))}?`
  throw new InvalidArgumentError(`error: --cwd: there is no folder ${folder}.${hint}`)
}
