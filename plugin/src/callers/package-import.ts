import { readFile } from "node:fs/promises"
import { dirname, resolve } from "node:path"

/** What a key of the nearest package's `imports` leads to by its default, as an absolute path. */
export async function packageImport(key: string, folder: string): Promise<string | undefined> {
  try {
    const { imports } = JSON.parse(await readFile(resolve(folder, "package.json"), "utf8")) as { imports?: unknown }
    const target = (imports as Readonly<Record<string, unknown>> | undefined)?.[key]
    const path = typeof target === "string" ? target : (target as { default?: unknown } | undefined)?.default
    return typeof path === "string" ? resolve(folder, path) : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  }
  const parent = dirname(folder)
  return parent === folder ? undefined : packageImport(key, parent)
}
