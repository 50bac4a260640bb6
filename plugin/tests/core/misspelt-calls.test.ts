import { join } from "node:path"
import { expect } from "vitest"
import { createGeneration } from "../../src/core/generation.ts"
import { createCallChecker } from "../../src/core/misspelt-calls.ts"
import { mayBeMisspelt } from "../../src/core/may-be-misspelt.ts"
import { createModuleIds } from "../../src/core/module-ids.ts"
import { resolveOptions } from "../../src/core/options.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"

const endpoint = (resource?: string) => ({ ...(resource !== undefined && { resource }), method: "GET", path: "/a" })
const manifest = {
  endpoints: {
    get_pet: endpoint("pets"),
    list_pets: endpoint("pets"),
    add_photo: endpoint("pets.photos"),
    ping: endpoint(),
  },
}
const api = `import api from "./a.pristine.json"\n`

async function check(text: string, name = "main.js", twice = false) {
  const folder = await createProject({
    "a.pristine.json": JSON.stringify({ name: "a", version: "1", base_url: "https://a.test", ...manifest }),
    [name]: text,
  })
  const options = resolveOptions(undefined)
  const checker = createCallChecker(createGeneration(options, createModuleIds(options.include, "")))
  const ask = () => checker.check(join(folder, name), join(folder, "a.pristine.json"))
  if (twice) await ask()
  const found = await ask()
  return (found?.diagnostics ?? []).map(({ message, fix, range }) => {
    const marked = text.slice(range.start.offset, range.end.offset)
    return `${range.start.line}:${range.start.column} ${marked}: ${message} ${fix}`
  })
}

it.each<[name: string, text: string, want: readonly string[]]>([
  ["an operation", `${api}api.pets.gett()`, ['2:10 gett: api.pets has no "gett". Did you mean "get"?']],
  ["a resource", `${api}api.pest.get()`, ['2:5 pest: api has no "pest". Did you mean "pets"?']],
  [
    "a resource within one",
    `${api}api.pets.photo.add()`,
    ['2:10 photo: api.pets has no "photo". Did you mean "photos"?'],
  ],
  ["a method of an operation", `${api}api.pets.gett.raw()`, ['2:10 gett: api.pets has no "gett". Did you mean "get"?']],
  ["an element", `${api}api["pets"].gett()`, ['2:13 gett: api.pets has no "gett". Did you mean "get"?']],
  ["an alias", `${api}const p = api.pets\np.gett()`, ['3:3 gett: api.pets has no "gett". Did you mean "get"?']],
  [
    "an alias within parentheses",
    `${api}const p = (api.petz)\np.get()`,
    ['3:1 p.get: api has no "petz". Did you mean "pets"?'],
  ],
  [
    "what is taken",
    `${api}const { gett } = api.pets\ngett()`,
    ['3:1 gett: api.pets has no "gett". Did you mean "get"?'],
  ],
  [
    "a bound API",
    `import { bind } from "pristine-runtime"\n${api}const b = bind(api, c)\nb.pets.gett()`,
    ['4:8 gett: api.pets has no "gett". Did you mean "get"?'],
  ],
  [
    "a named resource",
    `import { pets as p } from "./a.pristine.json"\np.gett()`,
    ['2:3 gett: api.pets has no "gett". Did you mean "get"?'],
  ],
  [
    "a namespace",
    `import * as all from "./a.pristine.json"\nall.default.pign()`,
    ['2:13 pign: api has no "pign". Did you mean "ping"?'],
  ],
  [
    "something far from everything",
    `${api}api.pets.frobnicate()`,
    ['2:10 frobnicate: api.pets has no "frobnicate". Use one of its operations, or add this one to the manifest.'],
  ],
  [
    "each place",
    `${api}api.pets.gett()\napi.pets.gett()`,
    [
      '2:10 gett: api.pets has no "gett". Did you mean "get"?',
      '3:10 gett: api.pets has no "gett". Did you mean "get"?',
    ],
  ],
])("finds %s that is misspelt", async (_, text, want) => {
  expect(await check(text)).toEqual(want)
})

it.each<[name: string, text: string]>([
  ["what is right", `${api}api.pets.get(); api.pets.photos.add.raw(); api.ping()`],
  ["members of an operation", `${api}api.pets.get.anything`],
  ["an API that is passed on", `${api}const x = wrap(api)\nx.pets.gett()\nfunction f(y) { y.gett() }\nf(api.pets)`],
  ["another thing of that name", `${api}const f = (api) => api.pets.gett()`],
  ["an export that hosts miss themselves", `import { petz } from "./a.pristine.json"\npetz.get()`],
  ["a variable that changes", `${api}let p = api.pets\np = {}\np.gett()`],
  ["a type", `${api}type Get = typeof api.pets.gett`],
  ["text that cannot be read", `${api}api.pets.gett( {{`],
])("says nothing of %s", async (_, text) => {
  expect(await check(text, "main.ts")).toEqual([])
})

it("reads the script of a component", async () => {
  const text = `<template><p/></template>\n<script setup>\n${api}api.pets.gett()\n</script>\n`
  expect(await check(text, "main.vue")).toEqual(['4:10 gett: api.pets has no "gett". Did you mean "get"?'])
})

it("says it once for one text of a file", async () => {
  expect(await check(`${api}api.pets.gett()`, "main.js", true)).toEqual([])
})

it("leaves files that are no scripts, and are not there", async () => {
  expect(await check(`${api}api.pets.gett()`, "main.txt")).toEqual([])
  const options = resolveOptions(undefined)
  const checker = createCallChecker(createGeneration(options, createModuleIds(options.include, "")))
  expect(await checker.check("/nowhere/main.js", "/nowhere/a.pristine.json")).toBeUndefined()
})

it.each<[text: string, suspects: boolean]>([
  [`${api}const pet = await api.pets.get({ id: 1 })\nconsole.log(pet.name)\nconst { name } = pet`, false],
  [`${api}const list = items.map((item) => item.gett)`, false],
  [`${api}api.pets.gett()`, true],
  [`${api}api.pets\n  ?.gett()`, true],
  [`${api}const p = api.pets\np.gett()`, true],
  [`${api}const { gett } = api.pets`, true],
  [`${api}api["petz"]`, true],
  [`import { pets as p } from "./a.pristine.json"\np.gett()`, true],
  [`import api from "./api.a.pristine.json"\napi.pets.get()`, false],
  [`import api from "./api.a.pristine.json"\napi.pets.gett()`, true],
])("suspects without a parser: %j", (text, suspects) => {
  expect(mayBeMisspelt(text, "a.pristine.json", modelOf({ base_url: "https://a.test", ...manifest }))).toBe(suspects)
})

it.each(["./pets.pristine.json", "@/apis/pets.pristine.json"])("takes no %s for a chain", (specifier) => {
  const text = `import api from "${specifier}"\nawait api.pets.get({ id: 1 })`
  const model = modelOf({ base_url: "https://a.test", ...manifest })
  expect(mayBeMisspelt(text, "pets.pristine.json", model)).toBe(false)
  expect(mayBeMisspelt(`${text}\napi.pets.gett()`, "pets.pristine.json", model)).toBe(true)
})
