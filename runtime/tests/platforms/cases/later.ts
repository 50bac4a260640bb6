import type { FutureOperation, PageOperation } from "pristine-runtime"
import { defineFuture, definePages, json, nextOffset, requestBody, specOf } from "pristine-runtime/generated"
import { collect, failure, rejection, same } from "../claims.ts"
import { platformCase, type PlatformCase } from "../platform-case.ts"
import { post, zoo } from "../zoo.ts"

interface Ticket {
  readonly request_id: string
}

/** A job of the service that is asked for under a name. */
function job(name: string, key: string): FutureOperation<object, { readonly answer: number }> {
  const retrieve = specOf(post<Ticket, unknown>(`/retrieve/${key}`, { id: "retrieve" }))
  return defineFuture<object, { readonly answer: number }>(() => ({
    service: zoo,
    id: "train",
    method: "POST",
    route: "/jobs",
    path: () => `/jobs/${name}`,
    body: requestBody({ encode: (input) => input, writer: json }),
    success: [{ status: "2XX", readers: [json] }],
    poll: {
      operation: () => retrieve,
      input: ({ body }) => ({ request_id: (body as Ticket).request_id }),
      pending: (body) => (body as { type?: string }).type === "try_again",
      failed: (body) => typeof (body as { error?: unknown }).error === "string",
      intervalMs: () => 1,
      result: { status: "2XX", readers: [json] },
    },
  }))
}

interface Listing {
  readonly offset?: number
}
interface Page {
  readonly items: readonly number[]
  readonly total: number
}

const list: PageOperation<Listing, Page, number> = definePages<Listing, Page, number>(() => ({
  service: zoo,
  id: "list",
  method: "GET",
  route: "/list",
  path: () => "/list",
  query: ({ offset = 0 }) => [
    ["offset", offset],
    ["limit", 2],
  ],
  success: [{ status: 200, readers: [json] }],
  page: {
    items: ({ body }) => (body as Page).items,
    next: (input, { body }) => {
      const { items, total } = body as Page
      return nextOffset(input, { offset: "offset", limit: 2, count: items.length, total })
    },
  },
}))

/** Results that come later, and lists that come in pages. */
export const later: readonly PlatformCase[] = [
  platformCase("a future polls until the service is done", async ({ client, key, requests }) => {
    const future = job("one", key)({}, { client: client() })
    same([await future, await future.requestId, await requests()], [{ answer: 42 }, "one", 3])
  }),
  platformCase("a future tells of its progress", async ({ client, key }) => {
    const future = job("one", key)({}, { client: client() })
    same(
      (await collect(future.progress())).map(({ iteration }) => iteration),
      [0, 1],
    )
    same(await future, { answer: 42 })
  }),
  platformCase("a future fails with what the service says", async ({ client, key }) => {
    const future = job("failing", key)({}, { client: client() })
    await failure(future, { code: "future_failed", detail: "out of memory" })
  }),
  platformCase("a future that is cancelled rejects with the reason", async ({ client, key }) => {
    const future = job("one", key)({}, { client: client() })
    await future.submitted
    future.cancel("enough")
    same(await rejection(future), "enough")
  }),
  platformCase("pages give all their items", async ({ client }) => {
    same(await collect(list({}, { client: client() })), [0, 1, 2, 3, 4])
  }),
  platformCase("pages give the first page, and each page", async ({ client }) => {
    const pages = list({}, { client: client() })
    same(await pages, { items: [0, 1], total: 5 })
    same(
      (await collect(pages.pages())).map(({ items }) => items.length),
      [2, 2, 1],
    )
  }),
]
