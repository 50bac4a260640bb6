import { resolve } from "node:path"
import { glob, isDynamicPattern } from "tinyglobby"

const everywhere = ["**/*.pristine.{json,yaml,yml}"]
const ignored = ["**/node_modules/**", "**/dist/**", "**/.git/**", "**/.pristine/**"]

/**
 * Absolute paths of the manifests that files or patterns name, sorted; without any, all in the folder. A name without
 * wildcards is taken as it is: that the file does not exist is told when it is read.
 */
export async function findManifests(patterns: readonly string[], cwd: string): Promise<readonly string[]> {
  const names = patterns.filter((pattern) => !isDynamicPattern(pattern))
  const wildcards = patterns.length === 0 ? everywhere : patterns.filter((pattern) => isDynamicPattern(pattern))
  const found = wildcards.length === 0 ? [] : await glob(wildcards, { cwd, ignore: ignored, absolute: true })
  return [...new Set([...names.map((name) => resolve(cwd, name)), ...found.map((path) => resolve(path))])].sort()
}

/** What to say where a folder has no manifests. */
export function noManifests(cwd: string): string {
  return `No manifests found in ${cwd}: their names end in .pristine.json, .pristine.yaml or .pristine.yml.`
}
