import { request } from "node:http"
import { describe, expect, onTestFinished } from "vitest"
import { loopbackRedirect } from "../../../../src/adapters/auth/node/loopback-redirect.ts"
import type { OpenRedirect } from "../../../../src/ports/redirect.ts"
import { it } from "../../../test.ts"
import { failureOf } from "../source-context.ts"

interface Page {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

async function open(options = {}): Promise<OpenRedirect> {
  const opened = await loopbackRedirect(options).open(new AbortController().signal)
  onTestFinished(() => opened.close())
  return opened
}

async function send(uri: string, path: string, method = "GET", headers: Record<string, string> = {}): Promise<Page> {
  const { port } = new URL(uri)
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
    sent.on("error", reject).end()
  })
}

const never = new AbortController().signal

describe("N135 a loopback redirect", () => {
  it("N135 listens on a port of its own at 127.0.0.1", async () => {
    const [one, two] = [await open(), await open({ path: "/done" })]
    expect(one.uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    expect(two.uri).toMatch(/\/done$/)
    expect(new URL(one.uri).port).not.toBe(new URL(two.uri).port)
  })

  it.each<[name: string, path: string, method: string, headers: Record<string, string>, status: number]>([
    ["the redirect", "/callback?code=1", "GET", {}, 200],
    ["another path", "/?code=1", "GET", {}, 404],
    ["a path below it", "/callback/x?code=1", "GET", {}, 404],
    ["a favicon", "/favicon.ico", "GET", {}, 404],
    ["another host", "/callback?code=1", "GET", { host: "evil.test" }, 404],
    ["its host by another name", "/callback?code=1", "GET", { host: "localhost" }, 404],
    ["an absolute URL of another host", "http://evil.test/callback?code=1", "GET", {}, 404],
    ["a URL that is none", "http://[", "GET", {}, 404],
    ["a form that is posted", "/callback?code=1", "POST", {}, 405],
    ["a look ahead", "/callback?code=1", "HEAD", {}, 405],
    ["a visit that is not ours", "/callback?code=2", "GET", {}, 400],
  ])("N135 answers %s", async (_, path, method, headers, status) => {
    const opened = await open()
    const visits: string[] = []
    const waiting = opened.wait((url) => { visits.push(url.search); return url.searchParams.get("code") === "1" }, never) // prettier-ignore
    waiting.catch(() => undefined)
    const page = await send(opened.uri, path, method, headers)
    expect(page.status).toBe(status)
    expect(visits).toHaveLength(status === 200 || status === 400 ? 1 : 0)
    if (status === 200) expect((await waiting).search).toBe("?code=1")
  })

  it("N135 shows nothing of a request and lets nobody keep the page", async () => {
    const opened = await open()
    opened.wait(() => true, never).catch(() => undefined)
    const { text, headers } = await send(opened.uri, "/callback?code=<script>SENTINEL")
    expect(text).not.toContain("SENTINEL")
    expect(headers).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      connection: "close",
    })
  })

  it("N135 turns visits away when none is waited for", async () => {
    const opened = await open()
    const before = await send(opened.uri, "/callback?code=1")
    opened.wait(() => true, never).catch(() => undefined)
    await send(opened.uri, "/callback?code=1")
    expect([before.status, (await send(opened.uri, "/callback?code=1")).status]).toEqual([409, 409])
  })

  it("N135 stops to wait when its signal fires", async () => {
    const opened = await open()
    const controller = new AbortController()
    const waiting = opened.wait(() => true, controller.signal)
    controller.abort(new Error("enough"))
    await expect(waiting).rejects.toThrow("enough")
    await expect(opened.wait(() => true, controller.signal)).rejects.toThrow("enough")
    expect((await send(opened.uri, "/callback")).status).toBe(409)
  })

  it("N135 stops to wait when it is closed", async () => {
    const opened = await open()
    const waiting = failureOf(opened.wait(() => true, never))
    await opened.close()
    expect((await waiting).code).toBe("aborted")
  })

  it("N135 is closed twice without harm", async () => {
    const opened = await open()
    await opened.close()
    await opened.close()
    await expect(send(opened.uri, "/callback")).rejects.toThrow("ECONNREFUSED")
  })

  it("N135 says so when its port is taken", async () => {
    const { uri } = await open()
    const port = Number(new URL(uri).port)
    const error = await failureOf(loopbackRedirect({ port }).open(never))
    expect([error.code, error.message]).toEqual(["config", `Port ${port} on 127.0.0.1 cannot be listened on`])
  })

  it("N135 does not open for a signal that has fired", async () => {
    await expect(loopbackRedirect().open(AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone")
  })
})
