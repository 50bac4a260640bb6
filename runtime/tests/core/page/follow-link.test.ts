import { describe, expect } from "vitest"
import { nextCursor } from "../../../src/codec/next-cursor.ts"
import { nextPage } from "../../../src/codec/next-page.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { definePages } from "../../../src/core/page/define-pages.ts"
import { followLink } from "../../../src/core/page/follow-link.ts"
import { nextLink } from "../../../src/core/page/link-header.ts"
import type { PageSpec } from "../../../src/core/operation/operation-spec.ts"
import type { PageOperation } from "../../../src/core/operation/operation.ts"
import { pointer } from "../../../src/core/response/pointer.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import type { FakeAnswer } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, header, rejection, spec } from "../fixture.ts"

type Input = Readonly<Record<string, unknown>>
type Page = PageSpec<Input>["page"]

const items: Page["items"] = ({ body }) => (pointer(body, ["items"]) ?? []) as readonly unknown[]

function listing(page: Omit<Page, "items">): PageOperation<Input, unknown, unknown> {
  return definePages<Input>(() => ({
    ...spec({ id: "list" }),
    path: () => "/pets",
    query: (input) => Object.entries(input) as [string, string][],
    page: { items, ...page },
  }))
}

const byBody = listing({ follow: followLink(({ body }) => pointer(body, ["next"])) })
const byHeader = listing({ follow: followLink(({ headers }) => nextLink(headers)) })

async function collect(list: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const item of list) all.push(item)
  return all
}

interface Read {
  readonly urls: readonly string[]
  readonly items: unknown
}

/** Reads all pages of what a service answers, one answer a page. */
async function read(
  operation: PageOperation<Input, unknown, unknown>,
  answers: readonly FakeAnswer[],
  input: Input = {},
  options: CallOptions = {},
  of: ClientOptions = {},
): Promise<Read> {
  const { client, transport } = bench([...answers], of)
  const all = await collect(operation(input, { client, ...options })).catch((error: unknown) => error)
  return { urls: transport.requests.map(({ url }) => url), items: all }
}

const base = "https://zoo.test/v1/pets"
const body = (item: number, next?: unknown): FakeAnswer => ({
  body: { items: [item], ...(next !== undefined && { next }) },
})
const linked = (item: number, link?: string): FakeAnswer => ({
  body: { items: [item] },
  ...(link !== undefined && { headers: { link } }),
})

describe("B28 a link to the next page", () => {
  it.each<[name: string, link: string, url: string]>([
    ["absolute", `${base}?page=2`, `${base}?page=2`],
    ["relative to the origin", "/v1/pets?page=2", `${base}?page=2`],
    ["relative to the page", "pets?page=2", `${base}?page=2`],
    ["a query alone", "?page=2", `${base}?page=2`],
    ["without a scheme", "//zoo.test/v1/pets?page=2", `${base}?page=2`],
    ["outside the base URL's path", "https://zoo.test/other/p%2F2", "https://zoo.test/other/p%2F2"],
    ["with a default port", "https://zoo.test:443/v1/pets?page=2", `${base}?page=2`],
    ["with a fragment, which is not sent", `${base}?page=2#top`, `${base}?page=2`],
    ["with an opaque cursor, kept as it is", `${base}?c=a+b%2Bc%20d%3D%3D`, `${base}?c=a+b%2Bc%20d%3D%3D`],
    ["with a name that is escaped", `${base}?page%5Bafter%5D=x`, `${base}?page%5Bafter%5D=x`],
    ["with a flag", `${base}?page=2&deep`, `${base}?page=2&deep=`],
  ])("%s", async (_, link, url) => {
    expect(await read(byBody, [body(1, link), body(2)])).toEqual({ urls: [base, url], items: [1, 2] })
    expect(await read(byHeader, [linked(1, `<${link}>; rel="next"`), linked(2)])).toEqual({
      urls: [base, url],
      items: [1, 2],
    })
  })

  it.each([
    ["absent", undefined],
    ["null", null],
    ["empty", ""],
  ])("%s: the last page", async (_, link) => {
    expect((await read(byBody, [body(1, link)])).items).toEqual([1])
  })

  it("in a header without rel=next: the last page", async () => {
    expect((await read(byHeader, [linked(1, `<${base}?page=1>; rel="first last"`)])).items).toEqual([1])
  })

  it.each<[name: string, link: unknown]>([
    ["another host", "https://evil.test/v1/pets"],
    ["another host without a scheme", "//evil.test/v1/pets"],
    ["another host behind backslashes", "\\\\evil.test/v1/pets"],
    ["another port", "https://zoo.test:8443/v1/pets"],
    ["no TLS", "http://zoo.test/v1/pets"],
    ["a host that looks alike", "https://zoo.test.evil.test/v1/pets"],
    ["credentials before another host", "https://zoo.test@evil.test/v1/pets"],
    ["credentials", "https://me:secret@zoo.test/v1/pets"],
    ["a script", "javascript:alert(1)"],
    ["a file", "file:///etc/passwd"],
    ["no URL", "https://"],
    ["no text", 7],
  ])("G80 to %s is refused, and nothing is sent there", async (_, link) => {
    const auth: Auth = { apply: (target) => target.setHeader("X-Key", "secret") }
    const { urls, items: error } = await read(byBody, [body(1, link)], {}, {}, { auth })
    expect(urls).toEqual([base])
    expect(error).toMatchObject({ code: "decode", operation: "list" })
    expect(JSON.stringify(error) + String(error)).not.toMatch(/evil|secret/)
  })

  it("the same origin gets the credentials", async () => {
    const auth: Auth = { apply: (target) => target.setHeader("X-Key", "secret") }
    const { client, transport } = bench([body(1, "?page=2"), body(2)], { auth })
    await collect(byBody({}, { client }))
    expect(transport.requests.map((request) => header(request, "x-key"))).toEqual(["secret", "secret"])
  })

  it.each<[name: string, link: string]>([
    ["as it was sent", "?key=secret&page=2"],
    ["of another time", "?page=2&key=older"],
    ["under an escaped name", "?page=2&%6bey=secret"],
    ["twice", "?key=secret&page=2&key=secret"],
  ])("with the credential of the query %s: it is sent once, and only the transport sees it", async (_, link) => {
    const auth: Auth = { apply: (target) => target.setQuery("key", "secret") }
    const seen: string[] = []
    const hooks: ClientOptions["hooks"] = { onRequest: (request) => void seen.push(request.url) }
    const { urls } = await read(byBody, [body(1, link), body(2)], {}, {}, { auth, hooks })
    expect([urls, seen]).toEqual([
      [`${base}?key=secret`, `${base}?page=2&key=secret`],
      [base, `${base}?page=2`],
    ])
  })

  it("that differs by the credential of the query alone leads back", async () => {
    const auth: Auth = { apply: (target) => target.setQuery("key", "secret") }
    const { urls, items: error } = await read(byBody, [body(1, "?key=secret")], {}, {}, { auth })
    expect(urls).toHaveLength(1)
    expect(error).toMatchObject({ code: "decode", message: expect.stringContaining("lead back") as string })
  })

  it("a parameter that is no credential of this operation is followed as it is", async () => {
    const { urls } = await read(byBody, [body(1, "?key=cursor"), body(2)])
    expect(urls).toEqual([base, `${base}?key=cursor`])
  })

  it("the first query is the caller's; the link has it all", async () => {
    const { urls } = await read(byBody, [body(1, "?q=cat&c=2"), body(2)], { q: "cat" }, { query: { c: "1" } })
    expect(urls).toEqual([`${base}?q=cat&c=1`, `${base}?q=cat&c=2`])
  })

  it("a client's own query is sent once", async () => {
    const { urls } = await read(byBody, [body(1, "?v=1&c=2"), body(2)], {}, {}, { query: { v: "1" } })
    expect(urls).toEqual([`${base}?v=1`, `${base}?c=2&v=1`])
  })

  it.each<[name: string, links: readonly string[]]>([
    ["to itself", [base]],
    ["to itself, in other words", ["/v1/../v1/pets#again"]],
    ["in a circle", ["?page=2", "?page=3", "?page=2"]],
    ["to nothing but itself", ["#"]],
  ])("that leads %s ends with an error", async (_, links) => {
    const { urls, items: error } = await read(
      byBody,
      links.map((link, index) => body(index, link)),
    )
    expect(urls).toHaveLength(links.length)
    expect(error).toMatchObject({ code: "decode", message: expect.stringContaining("lead back") as string })
  })

  it("a failing page is an error of that page", async () => {
    const { items: error } = await read(byBody, [body(1, "?page=2"), { status: 404 }])
    expect(error).toMatchObject({ code: "http", status: 404, operation: "list" })
  })
})

describe("a cursor", () => {
  const byCursor = listing({ next: (input, { body: page }) => nextCursor(input, "after", pointer(page, ["next"])) })
  const byToken = listing({ next: (input, { headers }) => nextCursor(input, "after", headers.get("x-next-token")) })

  it("of the body", async () => {
    expect(await read(byCursor, [body(1, "a/b"), body(2, 3), body(3, null)], { q: "x" })).toEqual({
      urls: [`${base}?q=x`, `${base}?q=x&after=a%2Fb`, `${base}?q=x&after=3`],
      items: [1, 2, 3],
    })
  })

  it("of a header", async () => {
    const token: FakeAnswer = { ...body(1), headers: { "X-Next-Token": "t" } }
    expect(await read(byToken, [token, body(2)])).toEqual({ urls: [base, `${base}?after=t`], items: [1, 2] })
  })

  it("from where the caller says", async () => {
    expect((await read(byCursor, [body(1, "")], { after: "z" })).urls).toEqual([`${base}?after=z`])
  })

  it("that stays the same ends with an error", async () => {
    const { urls, items: error } = await read(byCursor, [body(1, "a"), body(2, "a")])
    expect([urls.length, error]).toEqual([2, expect.objectContaining({ code: "decode" })])
  })

  it("an empty page with a cursor goes on", async () => {
    expect((await read(byCursor, [{ body: { items: [], next: "a" } }, body(2)])).items).toEqual([2])
  })
})

describe("a page number", () => {
  it.each<[name: string, input: Input, page: Partial<Parameters<typeof nextPage>[1]>, want: unknown]>([
    ["counts on from the first", {}, {}, { page: 2 }],
    ["counts on from the caller's", { page: 4, q: 1 }, {}, { page: 5, q: 1 }],
    ["counts from zero", {}, { first: 0 }, { page: 1 }],
    ["reads a number that is text", { page: "3" }, {}, { page: 4 }],
    ["ends after an empty page", { page: 4 }, { count: 0, pages: 9 }, undefined],
    ["ends with the last page", { page: 3 }, { pages: 3 }, undefined],
    ["ends with the last page counted from zero", { page: 2 }, { pages: 3, first: 0 }, undefined],
    ["goes on before the last page", { page: 2 }, { pages: 3, count: 1, limit: 9 }, { page: 3 }],
    ["ends with the last page, told by a header", { page: 3 }, { pages: "3" }, undefined],
    ["ends when all items have come", { page: 2 }, { limit: 2, total: 4 }, undefined],
    ["goes on while some are missing", { page: 2 }, { limit: 2, total: 5 }, { page: 3 }],
    ["ends with a short page", { page: 2 }, { limit: 3 }, undefined],
    ["a total without a size says nothing", { page: 2 }, { total: 4 }, { page: 3 }],
    ["a total that is none says nothing", { page: 2 }, { total: "many", limit: 2 }, { page: 3 }],
  ])("%s", (_, input, page, want) => {
    expect(nextPage(input, { page: "page", first: 1, count: 2, ...page })).toEqual(want)
  })
})

describe("a limit of pages", () => {
  const endless = listing({ next: (input) => ({ ...input, n: Number(input["n"] ?? 0) + 1 }) })

  it.each([1, 2, 5])("%i: no page more is fetched", async (limit) => {
    const { client, transport } = bench(() => body(1))
    expect(await collect(endless({}, { client }).items(limit))).toHaveLength(limit)
    expect(transport.requests).toHaveLength(limit)
    expect(await collect(endless({}, { client }).pages(limit))).toHaveLength(limit)
  })

  it.each([0, -1, 1.5, Number.NaN])("%d is refused before anything is sent", async (limit) => {
    const { client, transport } = bench(() => body(1))
    expect(await rejection(collect(endless({}, { client }).pages(limit)))).toMatchObject({ code: "input" })
    expect(transport.requests).toHaveLength(0)
  })

  it("the caller's signal ends the pages", async () => {
    const controller = new AbortController()
    const { client } = bench(() => body(1))
    const seen: unknown[] = []
    const reading = (async () => {
      for await (const item of endless({}, { client, signal: controller.signal })) {
        if (seen.push(item) === 3) controller.abort("enough")
      }
    })()
    expect([await rejection(reading), seen.length]).toEqual(["enough", 3])
  })
})
