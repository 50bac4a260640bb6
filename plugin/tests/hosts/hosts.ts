import json from "@rollup/plugin-json"
import type { Plugin as RolldownPlugin } from "rolldown"
import type { Build } from "./build/build-request.ts"
import { buildWithBun } from "./build/bun.ts"
import { buildWithEsbuild } from "./build/esbuild.ts"
import { buildWithFarm } from "./build/farm.ts"
import { buildWithRolldown } from "./build/rolldown.ts"
import { buildWithRollup } from "./build/rollup.ts"
import { buildWithRsbuild } from "./build/rsbuild.ts"
import { buildLibraryWithVite, buildWithVite } from "./build/vite.ts"
import { buildWithRspack, buildWithWebpack } from "./build/webpack-like.ts"

export interface Host {
  readonly name: string
  readonly build: Build
  /** Links everything behind a namespace: only named operations cost one operation. */
  readonly keepsNamespaces?: true
  /** Forms of imports that it does not understand, whatever is imported. */
  readonly without?: readonly string[]
  /** Its source maps end at the generated code: it takes none of a plugin. */
  readonly ownMaps?: true
  /** It has `import.meta.glob`. */
  readonly globs?: true
}

export const hosts: readonly Host[] = [
  { name: "rollup", build: buildWithRollup },
  { name: "rolldown", build: buildWithRolldown },
  { name: "esbuild", build: buildWithEsbuild },
  { name: "vite build", build: (request) => buildWithVite(request, false), globs: true },
  { name: "vite build --ssr", build: (request) => buildWithVite(request, true), globs: true },
  { name: "webpack", build: buildWithWebpack },
  { name: "rspack", build: buildWithRspack },
  { name: "rsbuild", build: buildWithRsbuild },
  // Farm 1.7 ends with a panic at the options of an `import()`.
  { name: "farm", build: buildWithFarm, keepsNamespaces: true, without: ["dynamic-attribute"] },
  { name: "bun", build: buildWithBun, ownMaps: true },
]

/** Other ways to set hosts up: some have gone wrong before. */
export const variants: readonly Host[] = [
  { name: "vite build, library mode", build: buildLibraryWithVite, globs: true },
  { name: "rollup, a JSON plugin before ours", build: (request) => buildWithRollup(request, [json()]) },
  {
    name: "rolldown, a JSON plugin before ours",
    build: (request) => buildWithRolldown(request, [json() as unknown as RolldownPlugin]),
  },
]
