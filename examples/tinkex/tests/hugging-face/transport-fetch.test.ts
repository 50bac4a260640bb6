import { describe, expect } from "vitest"
import { fakeTransport, type FakeAnswer } from "pristine-runtime/testing"
import { transportFetch } from "../../src/hugging-face/transport-fetch.ts"
import { it } from "../test.ts"

function open(answer: FakeAnswer = {}) {
  const transport = fakeTransport([answer])
  return { transport, send: transportFetch(transport, new AbortController().signal) }
}

describe("transportFetch", () => {
  it("sends what fetch is given, and answers as it does", async () => {
    const { transport, send } = open({ status: 201, headers: { etag: '"a"' }, body: { b: 1 } })
    const url = "https://hub.test/x"
    const response = await send(new URL(url), { method: "POST", headers: { A: "1" }, body: "text" })
    expect([response.status, response.ok, response.url, response.headers.get("etag")]).toEqual([201, true, url, '"a"'])
    expect(await response.json()).toEqual({ b: 1 })
    expect(transport.requests[0]).toMatchObject({ method: "POST", url, headers: [["a", "1"]], body: "text" })
    expect(transport.openBodies).toBe(0)
  })

  it.each([204, 304])("has no body with status %d", async (status) => {
    const { send } = open({ status })
    const response = await send("https://hub.test/")
    expect([response.status, response.body]).toEqual([status, null])
  })

  it("sends a blob piece by piece, with its length", async () => {
    const { transport, send } = open()
    await send("https://hub.test/", { method: "PUT", body: new Blob(["abc", "def"]) })
    const body = transport.requests[0]?.body as AsyncIterable<Uint8Array> & { readonly byteLength: number }
    const pieces: Uint8Array[] = []
    for await (const piece of body) pieces.push(piece)
    expect([Buffer.concat(pieces).toString(), body.byteLength]).toEqual(["abcdef", 6])
  })

  it("refuses other bodies before anything is sent", async () => {
    const { transport, send } = open()
    await expect(send("https://hub.test/", { method: "POST", body: new FormData() })).rejects.toThrow(TypeError)
    expect(transport.requests).toEqual([])
  })
})
