import { describe, expect } from "vitest"
import { findLinkedChains } from "../../src/callers/linked-chains.ts"
import { it } from "../test.ts"

const specifier = "./api.pristine.json"
const api = `import api from "${specifier}"; `
const bind = `import { bind } from "pristine-runtime"; ${api}`
const chains = (text: string, file = "app.ts") =>
  findLinkedChains({ file, text, isManifest: (other) => other === specifier })

describe("chains that are followed", () => {
  it.each<[name: string, text: string, want: readonly string[]]>([
    ["a call", `${api}api.pets.get()`, ["pets.get"]],
    ["an element by its name", `${api}api["pets"].get()`, ["pets.get"]],
    ["an optional member", `${api}api.pets?.get()`, ["pets.get"]],
    ["TypeScript around it", `${api}(api as A).pets!.get<B>({} satisfies C)`, ["pets.get"]],
    ["destructuring", `${api}const { get, list } = api.pets; get(); list.raw()`, ["pets.get", "pets.list.raw"]],
    ["destructuring by another name", `${api}const { get: find } = api.pets; find()`, ["pets.get"]],
    ["nested destructuring", `${api}const { pets: { get } } = api; get()`, ["pets.get"]],
    ["destructuring within a function", `${api}const f = () => { const { get } = api.pets; get() }`, ["pets.get"]],
    ["what is taken and not used, which must be there", `${api}const { get } = api.pets`, ["pets.get"]],
    ["what is only used as a type", `${api}const { get } = api.pets; type Get = typeof get`, ["pets.get"]],
    [
      "a resource that is taken and not used",
      `${api}const { pets, toys: { make } } = api; pets.get()`,
      ["pets.get", "toys.make"],
    ],
    [
      "a destructured default",
      `import * as all from "${specifier}"; const { default: sdk } = all; sdk.pets.get()`,
      ["pets.get"],
    ],
    [
      "a nested destructured default",
      `import * as all from "${specifier}"; const { default: { pets: { get } } } = all; get()`,
      ["pets.get"],
    ],
    ["a name of a method", `${api}class A { [api.pets.key](api) {} }`, ["pets.key"]],
    ["an alias", `${api}const pets = api.pets; pets.get(); const { list } = pets; list()`, ["pets.get", "pets.list"]],
    ["a bound API", `${bind}const bound = bind(api, client); bound.pets.get()`, ["pets.get"]],
    ["a bound resource", `${bind}const pets = bind(api.pets, client); pets.get()`, ["pets.get"]],
    ["a bound operation", `${bind}const get = bind(api.pets.get, client); get()`, ["pets.get"]],
    ["a bound API at once", `${bind}bind(api, client).pets.get()`, ["pets.get"]],
    ["a bound API that is destructured", `${bind}const { pets } = bind(api, client); pets.get()`, ["pets.get"]],
    [
      "`bind` by another name",
      `import { bind as b } from "pristine-runtime"; ${api}const bound = b(api, client); bound.pets.get()`,
      ["pets.get"],
    ],
    ["a named resource", `import { pets } from "${specifier}"; const { get } = pets; get()`, ["*.pets.get"]],
    ["a named resource that is also passed on", `import { pets } from "${specifier}"; pets.get(); f(pets)`, []],
    ["a namespace's default", `import * as all from "${specifier}"; all.default.pets.get()`, ["pets.get"]],
    ["a namespace's resource", `import * as all from "${specifier}"; all.pets.get()`, ["*.pets.get"]],
    ["an import of types", `import type api from "${specifier}"; let a: typeof api`, []],
    ["types, which are gone", `${api}type A = typeof api; let a: typeof api; interface B { api: typeof api }`, []],
    ["another thing of its name", `${api}function f(api) { api.b.c() } api.pets.get()`, ["pets.get"]],
    ["a constant in its own declaration", `${api}const a = a ?? api.pets.get; a()`, ["pets.get"]],
  ])("%s", (_, text, want) => {
    expect(chains(text)).toEqual(want)
  })
})

describe("a part of which something else is made is linked as a whole", () => {
  it.each<[name: string, text: string, want: readonly string[]]>([
    ["an argument", `${api}f(api.pets)`, ["pets"]],
    ["a computed member", `${api}api.pets[name]()`, ["pets"]],
    ["the rest of what is destructured", `${api}const { get, ...others } = api.pets`, ["pets"]],
    ["a default of what is destructured", `${api}const { get = f } = api.pets`, ["pets"]],
    ["nothing that is taken", `${api}const {} = api.pets`, ["pets"]],
    ["a computed key of what is destructured", `${api}const { [name]: get } = api.pets`, ["pets"]],
    ["a list", `${api}const [get] = api.pets`, ["pets"]],
    ["a variable", `${api}let pets = api.pets; pets.get()`, ["pets"]],
    ["an exported constant", `${api}export const { get, list } = api.pets`, ["pets.get", "pets.list"]],
    ["an exported alias", `${api}export const pets = api.pets`, ["pets"]],
    ["a name that is given twice", `${api}const pets = api.pets; { const pets = 1 }`, ["pets"]],
    ["a bound resource that is passed on", `${bind}const pets = bind(api.pets, client); f(pets)`, ["pets"]],
    ["another function called bind", `${api}const pets = bind(api.pets, client); pets.get()`, ["pets"]],
    [
      "a parameter called bind",
      `${bind}const f = (bind) => { const pets = bind(api.pets, client); pets.get() }`,
      ["pets"],
    ],
    ["the second argument of `bind`", `${bind}bind(other, api.pets)`, ["pets"]],
    ["an element of JSX", `${api}const a = <api.pets.View />`, ["pets.View"]],
  ])("%s", (_, text, want) => {
    expect(chains(text, "app.tsx")).toEqual(want)
  })
})

describe("all of a manifest is linked for", () => {
  it.each<[name: string, text: string]>([
    ["an API that is passed on", `${api}f(api)`],
    ["an API that is exported", `${api}export default api`],
    ["an exported name", `${api}export { api }`],
    ["a bound API that is passed on", `${bind}f(bind(api, client))`],
    ["a bound API that is exported", `${bind}export const bound = bind(api, client)`],
    ["the rest of it", `${api}const { pets, ...others } = api`],
    ["a namespace that is passed on", `import * as all from "${specifier}"; f(all)`],
    ["an import by a call", `${api}api.pets.get(); import("${specifier}")`],
    ["an import by a path that is made up", `${api}api.pets.get(); import(\`./\${name}.json\`)`],
    ["a re-export", `${api}api.pets.get(); export * from "${specifier}"`],
    ["a text that imports another", `import api from "./other.pristine.json"; api.pets.get()`],
    ["a text that cannot be read", `${api}api.pets.get(; }`],
  ])("%s", (_, text) => {
    expect(chains(text)).toBeUndefined()
  })
})
