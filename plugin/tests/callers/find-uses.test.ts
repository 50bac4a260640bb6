import { transform } from "esbuild"
import { expect } from "vitest"
import { findUses } from "../../src/callers/find-uses.ts"
import { findUses as findUsesByPrinting } from "../../src/core/importer-uses.ts"
import { it } from "../test.ts"

const specifier = "./api.pristine.json"
const importApi = `import api from "${specifier}"\n`
const uses = (text: string, file = "main.ts") =>
  findUses({ file, text, isManifest: (each) => each === specifier }).map(
    ({ line, column, from, chain }) => `${line}:${column} ${from === "named" ? "*" : ""}${chain.join(".")}`,
  )

/** The same text as esbuild's roots read it. */
const printed = (code: string) =>
  findUsesByPrinting({ code, loader: "tsx", specifier }, (text, options) => transform(text, options))

it.each<[name: string, text: string, want: readonly string[]]>([
  ["a call", `${importApi}api.pets.get({ id: 7 })`, ["2:1 pets.get"]],
  ["several calls", `${importApi}api.pets.get(1)\nvoid api.toys.list.raw()`, ["2:1 pets.get", "3:6 toys.list.raw"]],
  ["a resource", `${importApi}bind(api.pets, client)`, ["2:6 pets"]],
  ["all of it", `${importApi}use(api)`, ["2:5 "]],
  ["an alias", `${importApi}const other = api\nother.pets.get()`, ["2:15 "]],
  ["a shadowing parameter", `${importApi}api.pets.get()\nexport const f = (api) => api.toys.list()`, ["2:1 pets.get"]],
  ["a shadowing constant", `${importApi}api.pets.get()\n{ const api = other; api.toys.list() }`, ["2:1 pets.get"]],
  ["a member of that name", `${importApi}api.pets.get(); other.api.toys.list()`, ["2:1 pets.get"]],
  ["a string", `${importApi}api.pets.get("api.toys.list")`, ["2:1 pets.get"]],
  ["a component", `${importApi}export const x = <a title={api.pets.get}>api.toys</a>`, ["2:28 pets.get"]],
  ["a shorthand property", `${importApi}use({ api })`, ["2:7 "]],
  ["a named resource", `import { pets } from "${specifier}"\npets.get()`, ["2:1 *pets.get"]],
  ["a renamed resource", `import { pets as p } from "${specifier}"\np.get()`, ["2:1 *pets.get"]],
  ["the default by name", `import { default as p } from "${specifier}"\np.pets.get()`, ["2:1 pets.get"]],
  [
    "a namespace",
    `import * as all from "${specifier}"\nall.default.pets.get()\nall.pets.get()`,
    ["2:1 pets.get", "3:1 *pets.get"],
  ],
  ["a dynamic import", `import("${specifier}")`, ["1:1 "]],
  ["another module", `import api from "./other.json"\napi.pets.get()`, []],
])("finds %s, as esbuild's roots do", async (_, text, want) => {
  expect(uses(text, "main.tsx")).toEqual(want)
  const chains = await printed(text)
  const own = want.map((each) => each.replace(/^\S+ /, ""))
  if (own.includes("")) expect(chains).toBeUndefined()
  else if (text.includes(specifier))
    expect(chains).toEqual([...new Set(own.map((each) => each.replace("*", "*.")))].sort())
})

it.each<[name: string, text: string, want: readonly string[]]>([
  ["a quoted member", `${importApi}api["pets"].get()`, ["2:1 pets.get"]],
  ["what is taken apart", `${importApi}const { pets, toys } = api`, ["2:24 pets", "2:24 toys"]],
  ["the rest of it", `${importApi}const { pets, ...others } = api`, ["2:29 "]],
  ["a type", `import type { Pet } from "${specifier}"\nlet pet: Pet`, ["2:10 *Pet"]],
  ["the type of an operation", `${importApi}type Get = typeof api.pets.get`, ["2:19 pets.get"]],
  ["an import type", `type Pet = import("${specifier}").Pet`, ["1:12 "]],
  ["a re-export", `export { pets } from "${specifier}"`, ["1:1 "]],
  ["an export of the binding", `${importApi}export { api }`, ["2:10 "]],
  ["require", `const api = require("${specifier}")`, ["1:13 "]],
])("also finds %s", (_, text, want) => {
  expect(uses(text)).toEqual(want)
})
