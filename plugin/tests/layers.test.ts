import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect } from "vitest"
import { findCircles, readImports } from "../../runtime/tests/read-imports.ts"
import { it } from "./test.ts"

/** What each folder may import to run, from the ground up; types may be named from anywhere. Entries wire everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  disk: [],
  diagnostics: [],
  terminal: [],
  patterns: [],
  manifest: ["diagnostics", "model", "patterns"],
  openapi: ["model"],
  codegen: ["model", "openapi"],
  types: ["model", "openapi", "codegen", "disk"],
  files: ["codegen", "types"],
  callers: [],
  diff: ["model", "callers"],
  docs: ["model", "diagnostics"],
  report: ["diagnostics"],
  init: ["disk", "types"],
  core: ["callers", "codegen", "diagnostics", "diff", "disk", "manifest", "report", "terminal", "types"],
  doctor: ["core", "manifest", "types"],
  cli: [
    ...["callers", "core", "diagnostics", "diff", "disk", "docs", "doctor"],
    ...["files", "init", "manifest", "openapi", "terminal", "types"],
  ],
}

const source = fileURLToPath(new URL("../src", import.meta.url))
const imports = await readImports(source)
const layerOf = (file: string): string => file.split("/")[0] ?? ""

describe("the layers of the plugin", () => {
  it("are all of its folders", () => {
    const folders = new Set([...imports.keys()].filter((file) => file.includes("/")).map(layerOf))
    expect([...folders].sort()).toEqual(Object.keys(allowed).sort())
  })

  it.each(Object.entries(allowed))("%s runs on %j alone", (layer, reach) => {
    const strangers = [...imports]
      .filter(([file]) => layerOf(file) === layer && file.includes("/"))
      .flatMap(([file, list]) =>
        list
          .filter(({ target, typeOnly }) => !typeOnly && ![layer, ...reach].includes(layerOf(target)))
          .map(({ target }) => `${file} → ${target}`),
      )
    expect(strangers).toEqual([])
  })

  it("has no circle of imports that run", () => {
    expect(findCircles(imports)).toEqual([])
  })

  // TypeScript takes about a second to load: what a command or a build does not need it for must not wait.
  it.each(["cli.ts", "index.ts", "register.ts"])("%s starts without TypeScript", async (entry) => {
    const files = new Set([entry])
    for (const file of files)
      for (const { target, typeOnly } of imports.get(file) ?? []) if (!typeOnly) files.add(target)
    const texts = await Promise.all([...files].map(async (file) => [file, await readFile(join(source, file), "utf8")]))
    expect(texts.length).toBeGreaterThan(20)
    const loads = /^import\s+(?!type\s)[^"']*?from\s+"(?:openapi-)?typescript"/m
    expect(texts.filter(([, text = ""]) => loads.test(text)).map(([file]) => file)).toEqual([])
  })
})
