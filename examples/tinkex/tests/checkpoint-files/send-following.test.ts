import { describe, expect } from "vitest"
import { fakeTransport, type FakeAnswer } from "pristine-runtime/testing"
import { sendFollowing } from "../../src/checkpoint-files/send-following.ts"
import { it } from "../test.ts"

/** Where a GET ends up, with the address of each request. */
async function follow(url: string, ...answers: readonly FakeAnswer[]) {
  const transport = fakeTransport(answers)
  const { signal } = new AbortController()
  const response = await sendFollowing(transport, { method: "GET", url, headers: [], signal, timeouts: {} })
  await response.body.cancel()
  expect(transport.openBodies).toBe(0)
  return { status: response.status, urls: transport.requests.map((request) => request.url) }
}

const to = (location: string, status = 302): FakeAnswer => ({ status, headers: { location } })

describe("sendFollowing", () => {
  it.each([301, 302, 303, 307, 308])("follows %d, to another server too", async (status) => {
    expect(await follow("https://a.test/x", to("https://b.test/y", status), to("/z", status), {})).toEqual({
      status: 200,
      urls: ["https://a.test/x", "https://b.test/y", "https://b.test/z"],
    })
  })

  it.each([
    ["one that gives up TLS", "https://a.test/", to("http://a.test/")],
    ["one to another scheme", "http://a.test/", to("file:///etc/passwd")],
    ["one to nothing", "http://a.test/", to("http://")],
    ["one without an address", "http://a.test/", { status: 302 }],
    ["what is none", "http://a.test/", { ...to("http://b.test/"), status: 201 }],
  ])("takes for the answer: %s", async (_, url, answer) => {
    expect((await follow(url, answer)).urls).toEqual([url])
  })

  it("stays without TLS where there was none, and goes to it", async () => {
    const { urls } = await follow("http://a.test/", to("http://b.test/"), to("https://c.test/"), {})
    expect(urls).toEqual(["http://a.test/", "http://b.test/", "https://c.test/"])
  })

  it("ends a circle", async () => {
    const circle = Array.from({ length: 6 }, () => to("http://a.test/"))
    expect(await follow("http://a.test/", ...circle)).toMatchObject({ status: 302, urls: { length: 6 } })
  })
})
