import { expect } from "vitest"
import { nextOffset } from "../../../src/codec/next-offset.ts"
import { definePages } from "../../../src/core/page/define-pages.ts"
import type { PageSpec } from "../../../src/core/operation/operation-spec.ts"
import { it } from "../../test.ts"
import { bench, json, rejection, spec } from "../fixture.ts"

interface Input {
  readonly offset?: number
  readonly limit?: number
}
interface Page {
  readonly items: readonly number[]
  readonly total?: number
}

/** Lists 0, 1, 2 … of a service that has so many. */
function pages(over: Partial<PageSpec<Input>["page"]> = {}): ReturnType<typeof definePages<Input, Page, number>> {
  const page: PageSpec<Input>["page"] = {
    items: ({ body }) => (body as Page).items,
    next: (input, { body }) => {
      const { items, total } = body as Page
      return nextOffset(input, { offset: "offset", limit: input.limit ?? 2, count: items.length, total })
    },
    ...over,
  }
  return definePages<Input, Page, number>(() => ({
    ...spec(),
    query: (input: Input) => [
      ["offset", input.offset ?? 0],
      ["limit", input.limit ?? 2],
    ],
    success: [{ status: 200, readers: [json] }],
    page,
  }))
}

function service(count: number, withTotal: boolean): ReturnType<typeof bench> {
  return bench((request) => {
    const query = new URL(request.url).searchParams
    const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))]
    const items = Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, index) => offset + index)
    return { body: { items, ...(withTotal && { total: count }) } }
  })
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

it.each<[name: string, count: number, total: boolean, input: Input, want: number[], requests: number]>([
  ["until the total is reached", 4, true, {}, [0, 1, 2, 3], 2],
  ["until a short page", 5, false, {}, [0, 1, 2, 3, 4], 3],
  ["until an empty page", 4, false, {}, [0, 1, 2, 3], 3],
  ["from where the caller says", 5, true, { offset: 3 }, [3, 4], 1],
  ["in pages of the caller's size", 5, true, { limit: 3 }, [0, 1, 2, 3, 4], 2],
  ["nothing", 0, true, {}, [], 1],
])("items: %s", async (_, count, total, input, want, requests) => {
  const { client, transport } = service(count, total)
  expect(await collect(pages()(input, { client }))).toEqual(want)
  expect(transport.requests).toHaveLength(requests)
})

it.each<[name: string, total: unknown, want: object | undefined]>([
  ["a total in a header", "4", undefined],
  ["a total that is not reached", "5", { offset: 4 }],
  ["what is no total", "many", { offset: 4 }],
])("an offset stops at %s", (_, total, want) => {
  expect(nextOffset({ offset: 2 }, { offset: "offset", limit: 2, count: 2, total })).toEqual(want)
})

it("the first page, when awaited", async () => {
  const { client, transport } = service(5, true)
  expect(await pages()({}, { client })).toEqual({ items: [0, 1], total: 5 })
  expect(transport.requests).toHaveLength(1)
})

it("pages one by one", async () => {
  const { client } = service(3, true)
  expect((await collect(pages()({}, { client }).pages())).map(({ items }) => items)).toEqual([[0, 1], [2]])
})

it("raw gives the first page's answer", async () => {
  const { client } = service(1, true)
  expect((await pages().raw({}, { client })).status).toBe(200)
})

it("sends nothing before it is looked at, and the first page once", async () => {
  const { client, transport } = service(2, true)
  const list = pages()({}, { client })
  expect(transport.requests).toHaveLength(0)
  await Promise.all([list, list, collect(list)])
  expect(transport.requests).toHaveLength(1)
})

it("leaving early fetches no more", async () => {
  const { client, transport } = service(100, true)
  for await (const item of pages()({}, { client })) if (item === 2) break
  expect(transport.requests).toHaveLength(2)
})

it("a circle of pages is an error", async () => {
  const { client, transport } = service(100, true)
  const circle = pages({ next: (input) => ({ ...input, offset: input.offset === 2 ? 0 : 2 }) })
  expect(await rejection(collect(circle({ offset: 0 }, { client })))).toMatchObject({ code: "decode" })
  expect(transport.requests).toHaveLength(2)
})

it("a failing page rejects after the items before it", async () => {
  const { client } = bench([{ body: { items: [1, 2], total: 9 } }, { status: 500 }])
  const seen: number[] = []
  const error = await rejection(
    (async () => {
      for await (const item of pages()({}, { client })) seen.push(item)
    })(),
  )
  expect([seen, error]).toEqual([[1, 2], expect.objectContaining({ status: 500 })])
})
