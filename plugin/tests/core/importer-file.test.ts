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

it.each<[name: string, code: string, uses: readonly string[] | undefined]>([
  ["plain chains", code, undefined],
  [
    "an answer taken apart",
    `import api from "${specifier}"\nconst { name } = await api.pets.get({ id: 1 })\n`,
    undefined,
  ],
  ["a resource taken apart", `import api from "${specifier}"\nconst { get } = api.pets\nget()\n`, ["pets.get"]],
  [
    "a bound API",
    `import { bind } from "pristine-runtime"\nimport api from "${specifier}"\nbind(api, client).pets.get()\n`,
    ["pets.get"],
  ],
])("without a printer, it looks only at what takes an API apart: %s", async (_, text, uses) => {
  const folder = await mkdtemp(join(tmpdir(), "pristine-importer-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, "a.ts")
  await writeFile(file, text)
  expect(await findUsesInFile({ file, specifier, loaders: undefined })).toEqual(uses)
  const path = join(folder, "api.pristine.json")
  expect(await findUsesInFile({ file, specifier: path, loaders: undefined })).toEqual(uses)
})

it.each(["/nowhere/gen.js", "/app/App.vue?vue&type=script&setup=true&lang.ts", "/app/\0virtual.js"])(
  "leaves alone what is no file: %j",
  async (file) => {
    expect(await findUsesInFile({ file, specifier, loaders: undefined })).toBeUndefined()
  },
)
