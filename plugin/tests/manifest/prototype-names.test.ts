import { parseAst } from "rolldown/parseAst"
import { afterEach, describe, expect } from "vitest"
import { stringify } from "yaml"
import { generateModules } from "../../src/codegen/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { toOpenApi } from "../../src/openapi/to-openapi.ts"
import { defaults, run } from "../codegen/run-generated.ts"
import { it } from "../test.ts"
import { modelOf } from "./model-of.ts"

const names = ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then"] as const
type Name = (typeof names)[number]

const untouched = JSON.stringify(Object.getOwnPropertyNames(Object.prototype).sort())

afterEach(() => {
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype).sort())).toBe(untouched)
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined()
})

/** Those that mean something to JavaScript by themselves; the others are refused only where nothing has such a name. */
const dangerous: readonly Name[] = ["__proto__", "constructor", "prototype", "then"]
/** An identifier is made of words: `__proto__` becomes `proto`. */
const identifiers: readonly Name[] = ["constructor", "prototype", "then"]

const evil = { polluted: "string" }
const get = { method: "GET", path: "/" }
const post = { method: "POST", path: "/" }
const one = (endpoint: object): object => ({ endpoints: { a: { ...get, ...endpoint } } })
const posted = (endpoint: object): object => ({ endpoints: { a: { ...post, ...endpoint } } })
const pets = (types: object): object => ({ ...posted({ request: "Pet", response: "Pet" }), types })

/** Where a manifest holds a name, and which of the names it refuses there. */
const positions: readonly (readonly [place: string, manifest: (name: Name) => object, refused: readonly Name[]])[] = [
  ["a key of the manifest", (name) => ({ [name]: evil }), names],
  ["a key of an endpoint", (name) => one({ [name]: evil }), names],
  ["a key of a type", (name) => pets({ Pet: { fields: {}, [name]: evil } }), names],
  ["a key of a parameter", (name) => one({ parameters: { q: { type: "string", [name]: evil } } }), names],
  ["an operation's id", (name) => ({ endpoints: { [name]: get } }), identifiers],
  ["an operation's name", (name) => one({ name }), dangerous],
  ["a resource", (name) => one({ resource: name }), identifiers],
  ["a resource within one", (name) => one({ resource: `pets.${name}` }), identifiers],
  ["a query parameter", (name) => one({ parameters: { [name]: "string" } }), dangerous],
  ["the wire name of a query parameter", (name) => one({ parameters: { q: { type: "string", alias: name } } }), []],
  ["a header parameter", (name) => one({ parameters: { h: { type: "string", in: "header", alias: name } } }), []],
  ["a path parameter", (name) => one({ path: `/{${name}}` }), dangerous],
  ["a constant of the query", (name) => one({ query: { [name]: "v" } }), []],
  ["a header", (name) => one({ headers: { [name]: "v" } }), []],
  ["a constant of the body", (name) => posted({ body: { [name]: "v" } }), []],
  ["a tag", (name) => one({ tags: [name] }), []],
  ["a description", (name) => one({ description: name }), []],
  ["a type", (name) => ({ types: { [name]: { fields: {} } } }), names],
  ["a type that is not there", (name) => one({ response: name }), names],
  ["a field", (name) => pets({ Pet: { fields: { [name]: "string" } } }), []],
  ["a required field", (name) => pets({ Pet: { required: [name], fields: { [name]: "string" } } }), []],
  ["a field that is required and not there", (name) => pets({ Pet: { required: [name], fields: {} } }), names],
  ["the wire name of a field", (name) => pets({ Pet: { fields: { f: { type: "string", alias: name } } } }), []],
  ["a value of an enum", (name) => pets({ Pet: { enum: ["a", name] } }), []],
  ["a constant", (name) => pets({ Pet: { fields: { f: { const: name } } } }), []],
  ["a default", (name) => pets({ Pet: { fields: { f: { type: "string", default: name } } } }), []],
  ["credentials that are not there", (name) => one({ auth: name }), names],
  [
    "a list of credentials",
    (name) => ({ auth: { [name]: [{ type: "bearer", env: "T" }] }, ...one({ auth: name }) }),
    [],
  ],
  ["an environment variable", (name) => ({ auth: { type: "bearer", env: name }, ...one({}) }), []],
  ["a retry policy that is not there", (name) => one({ retry: name }), names],
  ["a retry policy", (name) => ({ retry_policies: { [name]: { max_attempts: 2 } }, ...one({ retry: name }) }), []],
  ["a rate limit that is not there", (name) => one({ rate_limit: name }), names],
  ["a rate limit", (name) => ({ rate_limits: { [name]: { concurrency: 1 } }, ...one({ rate_limit: name }) }), []],
  ["a pool that is not there", (name) => one({ pool: name }), names],
  ["a pool", (name) => ({ pools: { [name]: {} }, ...one({ pool: name }) }), []],
  ["a status", (name) => one({ responses: { [name]: "string" } }), names],
  ["a style", (name) => one({ parameters: { q: { type: "string", style: name } } }), names],
  ["a method", (name) => one({ method: name }), names],
  [
    "the event that says that the service failed",
    (name) => one({ streaming: true, stream: { error_event: name } }),
    [],
  ],
  ["the header of an idempotency key", (name) => posted({ idempotency: true, idempotency_header: name }), []],
  ["the headers of a provider", (name) => ({ provider: { request_id: name, should_retry: name }, ...one({}) }), []],
  ["the place of an error's code", (name) => ({ provider: { error: { code: `/${name}/${name}` } }, ...one({}) }), []],
]

describe("J100 a name of Object.prototype in a manifest", () => {
  const rows = positions.flatMap(([place, manifest, refused]) =>
    names.map((name) => [name, place, manifest(name), refused.includes(name)] as const),
  )

  it.each(rows)("%s as %s", async (name, _, manifest, isRefused) => {
    const whole = { name: "x", version: "1", base_url: "https://x.test", endpoints: {}, ...manifest }
    const [model] = [
      [JSON.stringify(whole), "a.pristine.json"] as const,
      [stringify(whole), "a.pristine.yaml"] as const,
    ].map(([text, file]) => {
      const loaded = loadManifest(text, file)
      const problems = loaded.errors?.map(({ message }) => message).join("\n") ?? ""
      expect(problems === "", problems).toBe(!isRefused)
      if (isRefused) expect(problems).toContain(name)
      return loaded.model
    })
    if (model === undefined) return
    for (const { code } of generateModules(model, defaults).values()) expect(() => parseAst(code)).not.toThrow()
    const { code } = await generateDeclarations(model, { manifest: "/nowhere/a.pristine.json" })
    expect(code).not.toBe("")
    expect(() => JSON.stringify(toOpenApi(model))).not.toThrow()
  })
})

describe("J100 such names in what is generated", () => {
  const fields = Object.fromEntries(names.map((name) => [name, "string"]))
  const model = modelOf({
    base_url: "https://x.test",
    types: {
      Pet: { required: [...names], fields },
      Map: { type: "map", items: "string" },
      Kind: { enum: [...names] },
    },
    endpoints: {
      add_pet: {
        ...post,
        parameters: Object.fromEntries(names.map((alias, index) => [`q${index}`, { type: "string", alias }])),
        headers: Object.fromEntries(names.map((name) => [name, "h"])),
        request: { type: "Pet" },
        response: "Pet",
      },
      add_map: { ...post, request: "Map", response: "Map" },
      add_kind: { ...post, request: "Kind", response: "Kind" },
    },
  })
  const entry = `
    import api, { createClient } from "api"
    const sent = []
    const transport = {
      async send({ url, headers, body }) {
        sent.push({ url, headers, body })
        const bytes = new TextEncoder().encode(body)
        return { status: 200, headers: new Headers({ "content-type": "application/json" }), body: { bytes: async () => bytes, cancel: async () => {} } }
      },
    }
    const client = createClient({ transport })
    const names = ${JSON.stringify(names)}
    const own = JSON.parse('{' + names.map((name) => JSON.stringify(name) + ':"v"').join() + '}')
    const query = Object.fromEntries(names.map((_, index) => ["q" + index, "q"]))
    const clash = await api.addPet(Object.defineProperties({ ...query }, Object.getOwnPropertyDescriptors(own)), { client })
    export const pet = Object.entries(clash)
    export const map = Object.entries(await api.addMap({ body: own }, { client }))
    export const kinds = []
    for (const body of names) kinds.push(await api.addKind({ body }, { client }))
    export const missing = (await api.addPet.safe(query, { client })).error.code
    export const none = (await api.addKind.safe({ body: "isPrototypeOf" }, { client })).error.code
    export { sent }`

  it("every one is a field, a key, a query name, a header and a value of its own", async () => {
    const module = await run(model, entry)
    const all = names.map((name) => [name, "v"])
    expect(module["pet"]).toEqual(all)
    expect(module["map"]).toEqual(all)
    expect(module["kinds"]).toEqual(names)
    expect([module["missing"], module["none"]]).toEqual(["input", "input"])
    const [first] = module["sent"] as { url: string; headers: [string, string][]; body: string }[]
    expect([...new URL(first?.url ?? "").searchParams]).toEqual(names.map((name) => [name, "q"]))
    for (const name of names) expect(first?.headers).toContainEqual([name, "h"])
    expect(Object.entries(JSON.parse(first?.body ?? "") as object)).toEqual(all)
  })
})
