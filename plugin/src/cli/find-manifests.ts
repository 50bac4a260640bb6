import { stat } from "node:fs/promises"
import { resolve } from "node:path"
import { glob, isDynamicPattern } from "tinyglobby"

const everywhere = ["**/*.pristine.{json,yaml,yml}"]
const ignored = ["**/node_modules/**", "**/dist/**", "**/.git/**", "**/.pristine/**"]

/**
 * Absolute paths of the manifests that files, folders or patterns name, sorted; without any, all in the folder. A folder
 * stands for all below it. Any other name without wildcards is taken as it is: that the file does not exist is told when it
 * is read.
 */
export async function findManifests(patterns: readonly string[], cwd: string): Promise<readonly string[]> {
  const found: string[] = patterns.length === 0 ? await findBelow(everywhere, cwd) : []
  const wildcards = patterns.filter((pattern) => isDynamicPattern(pattern))
  if (wildcards.length > 0) found.push(...(await findBelow(wildcards, cwd)))
  for (const name of patterns.filter((pattern) => !isDynamicPattern(pattern))) {
    const path = resolve(cwd, name)
    if (await isFolder(path)) found.push(...(await findBelow(everywhere, path)))
    else found.push(path)
  }
  return [...new Set(found)].sort()
}

/** A file is called like a manifest. */
export function isManifestName(name: string): boolean {
  return /\.pristine\.(?:json|ya?ml)$/.test(name)
}

/** What to say where nothing was found. */
export function noManifests(patterns: readonly string[], cwd: string): string {
  const wanted = patterns.length === 0 ? "" : ` for ${patterns.map((pattern) => JSON.stringify(pattern)).join(", ")}`
  return `No manifests found${wanted} in ${cwd}: their names end in .pristine.json, .pristine.yaml or .pristine.yml.`
}

async function findBelow(patterns: readonly string[], cwd: string): Promise<string[]> {
  return (await glob([...patterns], { cwd, ignore: ignored, absolute: true })).map((path) => resolve(path))
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
