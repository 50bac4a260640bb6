import { transform } from "esbuild"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished } from "vitest"
import { findUsesInFile } from "../../src/core/importer-file.ts"
import { it } from "../test.ts"

const specifier = "./api.pristine.json"
const code = `import api from "${specifier}"\napi.pets.get()\n`

it.each<[file: string, loaders: Record<string, string> | undefined, uses: readonly string[] | undefined]>([
  ["a.js", undefined, ["pets.get"]],
  ["a.tsx", undefined, ["pets.get"]],
  ["a.mts", { ".js": "jsx" }, ["pets.get"]],
  ["a.js", { ".js": "jsx" }, ["pets.get"]],
  ["a.es", { ".es": "js" }, ["pets.get"]],
  ["a.js", { ".js": "text" }, undefined],
  ["a.vue", undefined, undefined],
])("%s under %j uses %j", async (name, loaders, uses) => {
  const folder = await mkdtemp(join(tmpdir(), "pristine-importer-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, name)
  await writeFile(file, code)
  expect(await findUsesInFile({ file, specifier, loaders }, (text, options) => transform(text, options))).toEqual(uses)
})
