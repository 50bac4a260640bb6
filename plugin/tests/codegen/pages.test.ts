import { describe, expect } from "vitest"
import { loadManifest } from "../../src/manifest/load-manifest.ts"
import { it } from "../test.ts"
import { run } from "./run-generated.ts"

interface Ran {
  readonly urls: readonly string[]
  readonly items: unknown
}

/** Reads all items of a generated operation, from a service that answers from a list. */
async function read(endpoint: object, answers: readonly object[], input: object = {}): Promise<Ran> {
  const manifest = {
    name: "zoo",
    version: "1",
    base_url: "https://zoo.test/v1",
    endpoints: { list: { method: "GET", path: "/pets", ...endpoint } },
  }
  const { model, errors } = loadManifest(JSON.stringify(manifest), "zoo.pristine.json")
  if (!model) throw new Error(JSON.stringify(errors))
  const module = await run(
    model,
    `import api, { createClient } from "api"
    export const urls = []
    const answers = ${JSON.stringify(answers)}
    const transport = {
      async send({ url }) {
        urls.push(url.slice("https://zoo.test/v1".length))
        const { json, headers } = answers.shift()
        const bytes = new TextEncoder().encode(JSON.stringify(json))
        return {
          status: 200,
          headers: new Headers({ "content-type": "application/json", ...headers }),
          body: { bytes: async () => bytes, cancel: async () => {}, stream: async function* () { yield bytes } },
        }
      },
    }
    export const items = await (async () => {
      const all = []
      for await (const item of api.list(${JSON.stringify(input)}, { client: createClient({ transport }) })) all.push(item)
      return all
    })().catch(({ code }) => code)`,
  )
  return module as unknown as Ran
}

const items = "$response.body#/items"
const page = (list: readonly number[], rest: object = {}, headers: object = {}): object => ({
  json: { items: list, ...rest },
  headers,
})

describe("pages of a manifest", () => {
  it.each<[name: string, endpoint: object, answers: readonly object[], urls: readonly string[], input?: object]>([
    [
      "an offset and a total in a header",
      { parameters: { from: "integer" }, pagination: { items, offset: "from", total: "$response.header.X-Total" } },
      [page([1, 2], {}, { "X-Total": "3" }), page([3], {}, { "X-Total": "3" })],
      ["/pets", "/pets?from=2"],
    ],
    [
      "a page number and the number of pages",
      { parameters: { p: "integer" }, pagination: { items, page: "p", pages: "$response.body#/last" } },
      [page([1], { last: 2 }), page([2], { last: 2 })],
      ["/pets", "/pets?p=2"],
    ],
    [
      "a page number counted from its default, and a size",
      {
        parameters: { p: { type: "integer", default: 0 }, size: { type: "integer", default: 2 } },
        pagination: { items, page: "p", limit: "size" },
      },
      [page([1, 2]), page([3, 4]), page([5])],
      ["/pets?p=0&size=2", "/pets?p=1&size=2", "/pets?p=2&size=2"],
    ],
    [
      "a cursor in the body",
      { parameters: { after: "string" }, pagination: { items, cursor: "after", next: "$response.body#/meta/next" } },
      [page([1], { meta: { next: "a=" } }), page([2], { meta: { next: null } })],
      ["/pets", "/pets?after=a%3D"],
    ],
    [
      "a token in a header, sent in another",
      {
        parameters: { token: { type: "string", in: "header", alias: "X-Token" }, q: "string" },
        pagination: { items, cursor: "token", next: "$response.header.X-Next" },
      },
      [page([1], {}, { "X-Next": "t" }), page([2])],
      ["/pets?q=x", "/pets?q=x"],
      { q: "x" },
    ],
    [
      "a cursor until there is no more",
      {
        parameters: { after: "string" },
        pagination: { items, cursor: "after", next: "$response.body#/next", more: "$response.body#/more" },
      },
      [page([1], { next: "a", more: true }), page([2], { next: "b", more: false })],
      ["/pets", "/pets?after=a"],
    ],
    [
      "a link in the body",
      { parameters: { q: "string" }, pagination: { items, next_link: "$response.body#/next" } },
      [page([1], { next: "/v1/pets?q=x&c=2" }), page([2])],
      ["/pets?q=x", "/pets?q=x&c=2"],
      { q: "x" },
    ],
    [
      "a Link header",
      { pagination: { items, next_link: "$response.header.link" } },
      [page([1], {}, { Link: '<?c=2>; rel="next", <?c=9>; rel="last"' }), page([2], {}, { Link: "<?c=1>; rel=prev" })],
      ["/pets", "/pets?c=2"],
    ],
    [
      "a URL in another header, until there is no more",
      { pagination: { items, next_link: "$response.header.X-Next", more: "$response.header.X-More" } },
      [page([1], {}, { "X-Next": "?c=2", "X-More": "true" }), page([2], {}, { "X-Next": "?c=3", "X-More": "false" })],
      ["/pets", "/pets?c=2"],
    ],
  ])("by %s", async (_, endpoint, answers, urls, input) => {
    const ran = await read(endpoint, answers, input)
    expect(ran.urls).toEqual(urls)
    expect(ran.items).toEqual(Array.from({ length: (ran.items as unknown[]).length }, (__, index) => index + 1))
  })

  it("a link to another origin is refused", async () => {
    const ran = await read({ pagination: { items, next_link: "$response.body#/next" } }, [
      page([1], { next: "https://evil.test/v1/pets" }),
    ])
    expect(ran).toMatchObject({ urls: ["/pets"], items: "decode" })
  })
})
