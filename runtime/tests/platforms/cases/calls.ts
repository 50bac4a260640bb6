import { json, text } from "pristine-runtime/generated"
import { object, string } from "pristine-runtime/schema"
import { failure, same } from "../claims.ts"
import { platformCase, type PlatformCase } from "../platform-case.ts"
import { createPet, get, getPet, post, type Echo } from "../zoo.ts"

/** Calls there and back: what is checked, sent, read and thrown. */
export const calls: readonly PlatformCase[] = [
  platformCase("a call gives the checked answer", async ({ client }) => {
    same(await getPet({ id: 7 }, { client: client() }), { id: 7, name: "Bella", status: "available" })
  }),
  platformCase("an input that does not fit its type is not sent", async ({ client, key, requests }) => {
    const create = post<{ readonly name: string }, Echo>(`/echo/${key}`, { input: object({ name: string() }) })
    const using = client()
    await failure(create({ name: 7 as unknown as string }, { client: using }), { code: "input", maybeExecuted: false })
    same(await requests(), 0)
    await create({ name: "Rex" }, { client: using })
    same(await requests(), 1)
  }),
  platformCase("an answer that does not fit its type is an error", async ({ client }) => {
    await failure(getPet({ id: 8 }, { client: client() }), { code: "validation", operation: "get_pet" })
  }),
  platformCase("an answer that does not fit its type passes where nobody checks", async ({ client }) => {
    same(await getPet({ id: 8 }, { client: client(), validate: "off" }), { id: "eight", name: "Rex" })
  }),
  platformCase("a path prefix of the base URL is kept", async ({ client, context }) => {
    const { url } = await get<Echo>("/echo")({}, { client: client(), query: { q: "a b&ü" } })
    same(url, `${new URL(context.url).pathname}/echo?q=a%20b%26%C3%BC`)
  }),
  platformCase("headers of call and client are sent", async ({ client }) => {
    const given = client({ headers: { "X-Client": "one", "X-Gone": "two" } })
    const { headers } = await get<Echo>("/echo")({}, { client: given, headers: { "X-Call": "three", "X-Gone": null } })
    same([headers["x-client"], headers["x-call"], headers["x-gone"]], ["one", "three", undefined])
    same(headers["accept"], "application/json")
  }),
  platformCase("a JSON body arrives with its type and an idempotency key", async ({ client }) => {
    const { method, headers, body } = await createPet({ name: "größer" }, { client: client() })
    same([method, body, headers["content-type"]], ["POST", '{"name":"größer"}', "application/json"])
    same(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(headers["idempotency-key"] ?? ""),
      true,
    )
  }),
  platformCase("an answer of a declared status that says no is an error with its body", async ({ client }) => {
    const error = await failure(getPet({ id: 404 }, { client: client() }), {
      code: "http",
      status: 404,
      requestId: "r1",
      detail: "No such pet",
      retryable: false,
    })
    same(error.body, { message: "No such pet" })
    same(JSON.stringify(error).includes("No such pet"), false)
  }),
  platformCase("safe gives a failure as data", async ({ client }) => {
    const { ok, error } = await getPet.safe({ id: 404 }, { client: client() })
    same([ok, error?.status], [false, 404])
  }),
  platformCase("raw gives status and headers, repeated and beyond ASCII", async ({ client }) => {
    const { status, headers } = await get("/fields").raw({}, { client: client() })
    same([status, headers.get("x-thing"), headers.get("X-Text")], [200, "one, two", "ä"])
  }),
  platformCase("an answer without content is undefined", async ({ client }) => {
    const empty = get("/empty", { success: [{ status: 204, readers: [] }] })
    same(await empty({}, { client: client() }), undefined)
  }),
  platformCase("an answer that is no JSON is an error that quotes nothing", async ({ client }) => {
    const error = await failure(get("/invalid")({}, { client: client() }), { code: "decode" })
    same(error.message.includes("{"), false)
  }),
  platformCase("an answer in text", async ({ client }) => {
    const read = get<string>("/text", { success: [{ status: 200, readers: [text] }] })
    same(await read({}, { client: client() }), "größe")
  }),
  platformCase("an answer beyond the client's limit is an error", async ({ client }) => {
    const read = get<string>("/large", { success: [{ status: 200, readers: [text] }] })
    await failure(read({}, { client: client({ maxResponseBytes: 10_000 }) }), { code: "limit" })
    same((await read({}, { client: client() })).length, 1_000_000)
  }),
  platformCase("a redirect is not followed", async ({ client, context }) => {
    const call = get("/redirect", {
      success: [{ status: 302, readers: [json], build: ({ headers }) => headers.get("location") }],
    })({}, { client: client() })
    // A browser hides where a redirect leads.
    if (context.platform === "browser") await failure(call, { code: "connection", retryable: false })
    else same(await call, "/elsewhere")
  }),
  platformCase("a header that would break the message is refused before it is sent", async ({ client }) => {
    const call = get("/echo")({}, { client: client(), headers: { "X-Secret": "hidden\r\nX-Forged: 1" } })
    const error = await failure(call, { code: "input", maybeExecuted: false })
    same(error.message.includes("hidden"), false)
  }),
  platformCase("request builds what would be sent", async ({ client, context }) => {
    const { method, url, headers, body } = await post("/echo").request({ a: 1 }, { client: client() })
    same(
      [method, url, headers.get("content-type"), body],
      ["POST", `${context.url}/echo`, "application/json", '{"a":1}'],
    )
  }),
]
