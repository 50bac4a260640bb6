import { readFile } from "node:fs/promises"
import { dirname, relative, resolve, sep } from "node:path"

/** Where declarations go: beside the manifest, or where a key of the package's `imports` says. */
export type DeclarationForm = "sibling" | "imports"

/** The declaration file beside a manifest: `a.pristine.json` → `a.pristine.d.json.ts`. */
export function siblingDeclaration(manifest: string): string {
  return manifest.replace(/\.(json|ya?ml)$/, ".d.$1.ts")
}

/**
 * The declaration file that the nearest package names for a manifest, or `undefined` when it names none:
 * `"imports": { "#api.pristine.json": { "types": "./.pristine/types/api.d.ts", "default": "./src/api.pristine.json" } }`.
 * Throws when the `types` of such a key is no declaration inside the package.
 */
export async function importsDeclaration(manifest: string): Promise<string | undefined> {
  const found = await findPackage(dirname(manifest))
  if (!found) return undefined
  const { folder, imports } = found
  for (const [key, target] of Object.entries(imports)) {
    if (!isConditions(target) || resolve(folder, target.default) !== manifest) continue
    const file = resolve(folder, target.types)
    if (!/\.d\.[cm]?ts$/.test(file) || relative(folder, file).startsWith("..")) {
      throw new Error(
        `The "types" of ${JSON.stringify(key)} in ${resolve(folder, "package.json")} must name a .d.ts file inside the ` +
          `package, such as ${JSON.stringify(suggestTypes(key))}.`,
      )
    }
    return file
  }
  return undefined
}

/** What to add to a package so that a manifest can be imported by a key of its `imports`. */
export async function describeMissingImport(manifest: string): Promise<string> {
  const found = await findPackage(dirname(manifest))
  const folder = found?.folder ?? dirname(manifest)
  const path = relative(folder, manifest).split(sep).join("/")
  const key = `#${path.split("/").at(-1) ?? path}`
  const entry = { imports: { [key]: { types: suggestTypes(key), default: `./${path}` } } }
  return (
    `No key of "imports" in ${resolve(folder, "package.json")} leads to ${path} with a "types" condition. ` +
    `Add ${JSON.stringify(entry)}.`
  )
}

interface Conditions {
  readonly types: string
  readonly default: string
}

function isConditions(target: unknown): target is Conditions {
  const { types, default: main } = (target ?? {}) as Record<string, unknown>
  return typeof types === "string" && typeof main === "string"
}

function suggestTypes(key: string): string {
  const name = key.replace(/^#/, "").replace(/\.pristine\.(json|ya?ml)$/, "")
  return `./.pristine/types/${name}.d.ts`
}

async function findPackage(folder: string): Promise<{ folder: string; imports: object } | undefined> {
  try {
    const text = await readFile(resolve(folder, "package.json"), "utf8")
    const { imports } = JSON.parse(text) as { readonly imports?: unknown }
    return { folder, imports: typeof imports === "object" && imports !== null ? imports : {} }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  }
  const parent = dirname(folder)
  return parent === folder ? undefined : findPackage(parent)
}
