import { readdir, readFile, realpath } from "node:fs/promises"
import { dirname, join } from "node:path"

/** An installed package. */
export interface InstalledPackage {
  readonly path: string
  readonly version: string
}

/** The package of a name that Node finds from a folder. */
export async function findPackage(name: string, folder: string): Promise<InstalledPackage | undefined> {
  const found = await readPackage(join(folder, "node_modules", name))
  const parent = dirname(folder)
  return found ?? (parent === folder ? undefined : findPackage(name, parent))
}

/**
 * Every copy of a package: the one that Node finds from the folder, and those that lie inside of other packages below its
 * `node_modules`. Links to one copy are one.
 */
export async function findCopies(name: string, folder: string): Promise<readonly InstalledPackage[]> {
  const copies = new Map<string, InstalledPackage>()
  const visited = new Set<string>()
  const add = (found: InstalledPackage | undefined): void => {
    if (found) copies.set(found.path, found)
  }
  const visit = async (modules: string): Promise<void> => {
    const names = await packagesIn(modules)
    if (names.length === 0) return
    const place = await realpath(modules)
    if (visited.has(place)) return
    visited.add(place)
    if (names.includes(name)) add(await readPackage(join(modules, name)))
    for (const each of names) await visit(join(modules, each, "node_modules"))
    // pnpm keeps what it installed there, and links to it.
    for (const each of await listFolder(join(modules, ".pnpm")))
      await visit(join(modules, ".pnpm", each, "node_modules"))
  }
  add(await findPackage(name, folder))
  await visit(join(folder, "node_modules"))
  return [...copies.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function readPackage(folder: string): Promise<InstalledPackage | undefined> {
  try {
    const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version?: unknown }
    return { path: await realpath(folder), version: typeof version === "string" ? version : "0.0.0" }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function packagesIn(modules: string): Promise<readonly string[]> {
  const names = await listFolder(modules)
  const scopes = names.filter((name) => name.startsWith("@"))
  const scoped = await Promise.all(
    scopes.map(async (scope) => (await listFolder(join(modules, scope))).map((name) => `${scope}/${name}`)),
  )
  return [...names.filter((name) => !/^[.@]/.test(name)), ...scoped.flat()]
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")
}
