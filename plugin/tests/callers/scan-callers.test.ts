import { join } from "node:path"
import { expect } from "vitest"
import { scanCallers } from "../../src/callers/scan-callers.ts"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"

const call = (specifier: string): string => `import api from "${specifier}"\napi.pets.get()\n`

const files = {
  "src/api.pristine.json": "{}",
  "src/relative.ts": call("./api.pristine.json"),
  "src/other.ts": call("../other/api.pristine.json"),
  "src/alias.js": call("@/api.pristine.json"),
  "src/key.mjs": call("#api"),
  "src/page.vue": `<template>\n  <p>🐶 api.pets</p>\n</template>\n<script setup lang="ts">\n${call("./api.pristine.json")}</script>\n`,
  "src/types.d.ts": call("./api.pristine.json"),
  "node_modules/a/index.js": call("../../src/api.pristine.json"),
  "package.json": JSON.stringify({ imports: { "#api": { types: "./t.d.ts", default: "./src/api.pristine.json" } } }),
}

it("finds callers by paths, keys of imports and names, in scripts and components", async () => {
  const cwd = await createProject(files)
  const told: string[] = []
  const uses = await scanCallers({
    cwd,
    manifests: [join(cwd, "src/api.pristine.json")],
    progress: (text) => told.push(text),
  })
  expect(uses.map(({ file, line, column, chain }) => `${file}:${line}:${column} ${chain.join(".")}`)).toEqual([
    "src/alias.js:2:1 pets.get",
    "src/key.mjs:2:1 pets.get",
    "src/page.vue:6:1 pets.get",
    "src/relative.ts:2:1 pets.get",
  ])
  expect(told).toEqual(["looking for callers: 0 of 5 files"])
})

it("reads only what it is told to", async () => {
  const cwd = await createProject(files)
  const uses = await scanCallers({ cwd, manifests: [join(cwd, "src/api.pristine.json")], patterns: ["src/*.mjs"] })
  expect(uses.map(({ file }) => file)).toEqual(["src/key.mjs"])
})
