import { readdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { it } from "../test.ts"
import { hosts } from "../hosts/hosts.ts"
import { createWorkspace, type Workspace } from "../hosts/workspace.ts"

const head = {
  name: "shop",
  version: "1.0.0",
  base_url: "https://shop.test/v1",
  auth: { type: "bearer", env: "SHOP_TOKEN" },
}

const one = {
  get_pet: {
    resource: "pets",
    method: "GET",
    path: "/pets/{pet_id}",
    parameters: { pet_id: "integer" },
    response: "Pet",
    responses: { "404": "Problem" },
  },
}

const oneTypes = {
  Pet: { fields: { id: { type: "integer", required: true }, born: { type: "string", format: "date" }, tag: "Tag" } },
  Tag: { enum: ["cat", "dog"], default: "cat" },
  Problem: { fields: { detail: "string" } },
}

/** Every kind of operation, body and type beside the one: in its own resource, in others, nested and in none. */
const more = {
  list_pets: {
    resource: "pets",
    method: "GET",
    path: "/pets",
    parameters: { offset: "integer" },
    response: { fields: { items: { type: "array", items: "Pet", required: true } } },
    pagination: { items: "$response.body#/items", offset: "offset" },
  },
  create_pet: { resource: "pets", method: "POST", path: "/pets", request: "NewPet", response: "Pet", retry: "eager" },
  watch: { resource: "pets.store", method: "GET", path: "/events", streaming: true, response: "Event" },
  train: { resource: "jobs", method: "POST", path: "/jobs", async: true, request: "any", response: "Pet" },
  upload: { method: "PUT", path: "/files/{name}", request: "Blob", idempotency: true },
  ping: { method: "GET", path: "/ping", response: "void", auth: false },
}

const before = {
  pong: { method: "GET", path: "/pong", response: "void", auth: false },
  find_pet: { resource: "pets", method: "GET", path: "/pets", parameters: { q: "string" }, response: "Pet" },
}

const moreTypes = {
  NewPet: {
    fields: { name: { type: "string", required: true, alias: "n" }, weight: { type: "integer", format: "int64" } },
  },
  Event: { discriminator: "kind", any_of: ["Born", "Sold"] },
  Born: { fields: { kind: { const: "born" }, pet: "Pet" } },
  Sold: { fields: { kind: { const: "sold" }, price: { type: "number", minimum: 0 } } },
  Blob: { fields: { data: { type: "string", codec: "bytes", required: true } } },
}

const reduced = { ...head, endpoints: one, types: oneTypes }
const full = {
  ...head,
  // Some stand before the one, some behind it.
  endpoints: { ...before, ...one, ...more },
  types: { ...moreTypes, ...oneTypes },
  retry_policies: { eager: { max_attempts: 9, base_ms: 7 } },
}

const bind = 'import { bind } from "pristine-runtime"'
const client = "client: createClient({ transport })"
const input = "{ pet_id: 7 }"

/** What an importer writes. Each of them costs one operation in every host: the bytes are those of a manifest without the others. */
const forms = [
  {
    name: "default import",
    code: `import api, { createClient } from "./shop.pristine.json"
export const run = (transport) => api.pets.get(${input}, { ${client} })`,
  },
  {
    name: "named operation",
    code: `import { createClient, petsGet } from "./shop.pristine.json"
export const run = (transport) => petsGet(${input}, { ${client} })`,
  },
  {
    name: "named resource",
    code: `import { createClient, pets } from "./shop.pristine.json"
export const run = (transport) => pets.get(${input}, { ${client} })`,
  },
  {
    name: "namespace, its default",
    code: `import * as shop from "./shop.pristine.json"
export const run = (transport) => shop.default.pets.get(${input}, { client: shop.createClient({ transport }) })`,
  },
  {
    name: "namespace, a flat name",
    code: `import * as shop from "./shop.pristine.json"
export const run = (transport) => shop.petsGet(${input}, { client: shop.createClient({ transport }) })`,
  },
  {
    name: "destructuring",
    code: `import api, { createClient } from "./shop.pristine.json"
const { get } = api.pets
export const run = (transport) => get(${input}, { ${client} })`,
  },
  {
    name: "nested destructuring",
    code: `import api, { createClient } from "./shop.pristine.json"
const { pets: { get } } = api
export const run = (transport) => get(${input}, { ${client} })`,
  },
  {
    name: "a bound API",
    code: `import api, { createClient } from "./shop.pristine.json"
${bind}
export const run = (transport) => {
  const bound = bind(api, createClient({ transport }))
  return bound.pets.get(${input})
}`,
  },
  {
    name: "a bound resource that is taken apart",
    code: `import { createClient, pets } from "./shop.pristine.json"
${bind}
export const run = (transport) => {
  const { get } = bind(pets, createClient({ transport }))
  return get(${input})
}`,
  },
  {
    name: "namespace, a resource",
    code: `import * as shop from "./shop.pristine.json"
export const run = (transport) => shop.pets.get(${input}, { client: shop.createClient({ transport }) })`,
  },
]

/**
 * esbuild and Bun name things and join declarations before they drop what is unused: which `get` is called `get2` (or `a`,
 * when it shortens names), and whether `var a` and `var b` become one statement, depends on what once stood between them.
 * So names stay long there, and neither their numbers nor the joints count.
 */
function withoutTraces(code: string): string {
  return code.replaceAll(/\b([A-Za-z_$][\w$]*?)\d+\b/g, "$1").replaceAll(/;\s*var /g, ",")
}

/** Bun also puts modules into another order, an id of the whole text at its end, and ids of such texts into names of chunks. */
function withoutOrder(code: string): string {
  const plain = code.replace(/\n\/\/# debugId=.*/s, "").replaceAll(/(\/chunks\/[\w-]+)-\w+\.mjs/g, "$1.mjs")
  return withoutTraces(plain)
    .split(/[;,{}]|\bvar /)
    .filter(Boolean)
    .sort()
    .join("\n")
}

const normalise: Readonly<Record<string, (code: string) => string>> = { esbuild: withoutTraces, bun: withoutOrder }

/** All scripts of a build: what is loaded for the first request may be a file of its own. */
async function readAll(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".mjs")).sort()
  return (await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))).join("\n")
}

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
  for (const [index, { code }] of forms.entries()) await workspace.write(`src/form${index}.js`, `${code}\n`)
})
afterAll(() => workspace.dispose())

// Farm moves modules between its chunks, and keeps what a namespace holds.
describe.each(hosts.filter(({ keepsNamespaces }) => !keepsNamespaces))("$name", (host) => {
  it.each(forms.map((form, index) => ({ ...form, index })))(
    "$name",
    async ({ index }) => {
      const build = async (manifest: object): Promise<string> => {
        await workspace.write("src/shop.pristine.json", JSON.stringify(manifest))
        const entries = { app: `src/form${index}.js` }
        const { app = "" } = await host.build({
          workspace,
          entries,
          minify: true,
          keepNames: true,
          options: { types: false },
        })
        const code = await readAll(dirname(app))
        return normalise[host.name]?.(code) ?? code
      }
      const alone = await build(reduced)
      const among = await build(full)
      expect(alone).toContain("/pets/")
      expect(among.length - alone.length).toBe(0)
      expect(among === alone).toBe(true)
    },
    120_000,
  )
})
