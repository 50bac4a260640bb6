import { afterEach, describe, expect, vi } from "vitest"
import { fetchTransport } from "../../../src/adapters/transport/fetch-transport.ts"
import type { TransportBody } from "../../../src/ports/transport.ts"
import { it } from "../../test.ts"

/** The body that `fetch` is given. */
async function given(method: string, body?: TransportBody): Promise<unknown> {
  let found: unknown
  const fetch: typeof globalThis.fetch = (_, init) => {
    found = init?.body
    return Promise.resolve(new Response(null))
  }
  const { signal } = new AbortController()
  const request = { method, url: "http://zoo.test/", headers: [], timeouts: {}, signal }
  await fetchTransport({ fetch }).send({ ...request, ...(body !== undefined && { body }) })
  return found
}

describe("on Deno, which sends text and bytes again when a kept connection breaks", () => {
  afterEach(() => void vi.unstubAllGlobals())

  it.each<[name: string, method: string, body: TransportBody | undefined, sent: string]>([
    ["a text", "POST", "größe", "größe"],
    ["bytes", "PATCH", new TextEncoder().encode("größe"), "größe"],
    ["no body", "POST", undefined, ""],
  ])("%s is given as a Blob, which is sent once", async (_, method, body, sent) => {
    vi.stubGlobal("Deno", {})
    const found = await given(method, body)
    expect(found).toBeInstanceOf(Blob)
    expect(await (found as Blob).text()).toBe(sent)
    expect((found as Blob).type).toBe("")
  })

  it.each(["GET", "HEAD", "PUT", "DELETE", "put"])("what %s sends may go twice and is left alone", async (method) => {
    vi.stubGlobal("Deno", {})
    expect(await given(method, "x")).toBe("x")
  })
})

it("elsewhere a body is given as it is", async () => {
  expect([await given("POST", "x"), await given("POST")]).toEqual(["x", null])
})
