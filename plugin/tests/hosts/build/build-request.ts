import { join } from "node:path"
import type { Options } from "../../../src/index.ts"
import type { Workspace } from "../workspace.ts"

export interface BuildRequest {
  readonly workspace: Workspace
  /** Entries by name, relative to the application. */
  readonly entries: Readonly<Record<string, string>>
  readonly minify?: boolean
  /** esbuild and Bun leave names as they are when they minify. */
  readonly keepNames?: boolean
  readonly options?: Options
  /** Is given what a host prints that runs in a process of its own: Farm, Bun. */
  readonly printed?: (text: string) => void
  /** What runs the bundle. Default: Node. Vite decides it by `ssr`. */
  readonly platform?: "browser" | "node"
}

/** Bundles entries as ES modules for Node and returns their files; rejects with everything the host printed. */
export type Build = (request: BuildRequest) => Promise<Readonly<Record<string, string>>>

/** What no host bundles: Node loads it. */
export const external = ["undici", /^node:/]

/** Names of files, as Rollup and its kin take them. */
export const rollupNames = { entryFileNames: "[name].mjs", chunkFileNames: "chunks/[name]-[hash].mjs" }

export function absolute(workspace: Workspace, entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, workspace.path(file)]))
}

export function files(dir: string, entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(entries).map((name) => [name, join(dir, `${name}.mjs`)]))
}
