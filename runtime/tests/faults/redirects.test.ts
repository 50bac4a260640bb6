import { describe, expect } from "vitest"
import { apiKey } from "../../src/adapters/auth/api-key.ts"
import { followRedirects } from "../../src/adapters/transport/follow-redirects.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { rejection, spec, testService } from "../core/fixture.ts"
import { fakeTransport, type FakeAnswer } from "../../src/testing/fake-transport.ts"
import { test } from "../test.ts"
import { answer, serveFault, type FaultServer } from "./fault-server.ts"
import { requestTo, transports } from "./loopback-client.ts"

const secret = [
  ["Authorization", "Bearer secret"],
  ["X-Api-Key", "secret"],
  ["Cookie", "secret=1"],
] as const

const targets = ["same origin", "another port", "another host", "https", "javascript:"] as const
type Target = (typeof targets)[number]

function locationOf(target: Target, home: FaultServer, other: FaultServer): string {
  switch (target) {
    case "same origin":
      return `${home.url}/there?x=1`
    case "another port":
      return `${other.url}/there`
    case "another host":
      return `${home.url.replace("127.0.0.1", "localhost")}/there`
    case "https":
      return `${home.url.replace("http:", "https:")}/there`
    case "javascript:":
      return "javascript:alert(1)"
  }
}

const statuses = [301, 302, 303, 307, 308]
const methods = ["GET", "HEAD", "POST", "PUT"]
const matrix = statuses.flatMap((status) =>
  methods.flatMap((method) => targets.map((target) => ({ status, method, target }))),
)
const name = ({ status, method, target }: (typeof matrix)[number]) => `${status} ${method} to ${target}`
const rows = matrix.map((row): [string, (typeof matrix)[number]] => [name(row), row])

/** Redirects `/` and answers every other path. */
const redirecting = (status: number, location: () => string) =>
  serveFault({
    act: (socket, { head }) =>
      socket.write(
        / \/(?:\?\S*)? HTTP/.test(head)
          ? answer(`${status} Elsewhere`, `location: ${location()}`, "content-length: 0")
          : answer("200 OK", "content-length: 0"),
      ),
  })

describe.for(transports)("%s", ([, create]) => {
  describe("H87 H88 a redirect is an answer, and nothing goes to where it points", () => {
    test.for(rows)("%s", async ([, { status, method, target }], { resources }) => {
      const other = resources.use(await serveFault({ act: (socket) => socket.end() }))
      const home: FaultServer = resources.use(await redirecting(status, () => locationOf(target, home, other)))
      const transport = create()
      resources.defer(() => transport.close?.())
      const body = method === "POST" || method === "PUT" ? { body: "payload" } : {}
      const response = await transport.send(requestTo(`${home.url}/`, { method, headers: secret, ...body }))
      await response.body.cancel()
      expect([response.status, response.headers.get("location")]).toEqual([status, locationOf(target, home, other)])
      expect([home.requests.length, other.connections.length]).toEqual([1, 0])
    })
  })
})

describe("H87 H88 with followRedirects", () => {
  const followed = ({ status, method, target }: (typeof matrix)[number]): boolean =>
    target === "same origin" && (status === 303 || method === "GET" || method === "HEAD")

  test.for(rows)("%s", async ([, row], { resources }) => {
    const { status, method, target } = row
    const other = resources.use(await serveFault({ act: (socket) => socket.end() }))
    const home: FaultServer = resources.use(await redirecting(status, () => locationOf(target, home, other)))
    const transport = followRedirects(undiciTransport())
    resources.defer(() => transport.close?.())
    const body = method === "POST" || method === "PUT" ? { body: "payload" } : {}
    const headers = [...secret, ["Content-Type", "text/plain"], ["Idempotency-Key", "key"]] as const
    const response = await transport.send(requestTo(`${home.url}/`, { method, headers, ...body }))
    await response.body.cancel()
    expect(other.connections).toHaveLength(0)
    expect(response.status).toBe(followed(row) ? 200 : status)
    expect(home.requests).toHaveLength(followed(row) ? 2 : 1)
    const second = home.requests[1]
    if (second === undefined) return
    expect(second.head).toMatch(method === "HEAD" ? /^HEAD \/there\?x=1 / : /^GET \/there\?x=1 /)
    expect(second.head).toMatch(/\r\nAuthorization: Bearer secret\r\n/)
    expect(second.body).toBe("")
    if (method === "POST" || method === "PUT") expect(second.head).not.toMatch(/content-|idempotency-key/i)
  })

  test.for(["another port", "another host"] as const)(
    "H88 a key in the query stays here when %s is meant",
    async (target, { resources }) => {
      const other = resources.use(await serveFault({ act: (socket) => socket.end() }))
      const home: FaultServer = resources.use(await redirecting(302, () => locationOf(target, home, other)))
      const transport = followRedirects(undiciTransport())
      const client = createClient(testService(), {
        transport,
        baseUrl: home.url,
        auth: apiKey({ query: "key", token: "secret" }),
      })
      resources.defer(() => client.close())
      const error = await rejection(defineOperation(() => spec({ path: () => "/" }))({}, { client }))
      expect(error).toMatchObject({ status: 302 })
      expect([home.requests.length, home.requests[0]?.head.includes("key=secret"), other.connections.length]).toEqual([
        1,
        true,
        0,
      ])
    },
  )

  test("H88 a key in the query is not repeated where a redirect leads", async ({ resources }) => {
    const home: FaultServer = resources.use(await redirecting(302, () => "/there"))
    const transport = followRedirects(undiciTransport())
    const client = createClient(testService(), {
      transport,
      baseUrl: home.url,
      auth: apiKey({ query: "key", token: "secret" }),
    })
    resources.defer(() => client.close())
    await defineOperation(() => spec({ path: () => "/" }))({}, { client })
    expect(home.requests.map(({ head }) => head.split("\r\n")[0])).toEqual([
      "GET /?key=secret HTTP/1.1",
      "GET /there HTTP/1.1",
    ])
  })

  const locations: [name: string, location: string | undefined][] = [
    ["none", undefined],
    ["one that is no URL", "http://[/"],
    ["credentials of its own", "http://user:pass@HOST/there"],
    ["file:", "file:///etc/passwd"],
    ["unix:", "unix:/var/run/docker.sock"],
    ["data:", "data:text/plain,x"],
    ["another host by //", "//localhost/there"],
    ["another host by \\\\", "\\\\localhost\\there"],
  ]
  test.for(locations)("H89 a location of %s stays an answer", async ([, location], { resources }) => {
    const home: FaultServer = resources.use(
      await serveFault({
        act: (socket) =>
          socket.write(
            answer(
              "302 Elsewhere",
              ...(location === undefined ? [] : [`location: ${location.replace("HOST", home.url.slice(7))}`]),
              "content-length: 0",
            ),
          ),
      }),
    )
    const transport = followRedirects(undiciTransport())
    resources.defer(() => transport.close?.())
    const response = await transport.send(requestTo(`${home.url}/`))
    await response.body.cancel()
    expect([response.status, home.requests.length]).toEqual([302, 1])
  })

  test.for([
    [300, 1],
    [304, 1],
    [305, 1],
  ] as const)("H89 status %i with a location is no redirect", async ([status, count], { resources }) => {
    const home: FaultServer = resources.use(await redirecting(status, () => `${home.url}/there`))
    const transport = followRedirects(undiciTransport())
    resources.defer(() => transport.close?.())
    await (await transport.send(requestTo(`${home.url}/`))).body.cancel()
    expect(home.requests).toHaveLength(count)
  })

  test.for([
    [undefined, 6],
    [1, 2],
    [20, 21],
  ] as const)(
    "H89 a loop ends after %s hops, with the redirect as the answer",
    async ([maxHops, count], { resources }) => {
      const home = resources.use(await redirecting(302, () => "/"))
      const transport = followRedirects(undiciTransport(), maxHops === undefined ? {} : { maxHops })
      resources.defer(() => transport.close?.())
      const response = await transport.send(requestTo(`${home.url}/`))
      await response.body.cancel()
      expect([response.status, home.requests.length]).toEqual([302, count])
    },
  )

  test.for([0, -1, 1.5, 21, NaN, Infinity])("refuses %d hops", (maxHops) => {
    expect(() => followRedirects({ send: () => Promise.reject(new Error("never")) }, { maxHops })).toThrow(
      expect.objectContaining({ code: "config" }),
    )
  })
})

test("followRedirects closes a transport whose class says how", async () => {
  let closed = 0
  class Counting {
    send(): never {
      throw new Error("not asked")
    }
    close(): Promise<void> {
      closed += 1
      return Promise.resolve()
    }
  }
  await followRedirects(new Counting()).close?.()
  expect(closed).toBe(1)
})

describe("H87 H88 with followRedirects to other origins", () => {
  const asked = [
    ...secret,
    ["X-Own", "secret"],
    ["Accept", "application/json"],
    ["Range", "bytes=4-"],
    ["If-Range", '"tag"'],
    ["User-Agent", "me/1"],
  ] as const
  const sent = async (method: string, url: string, ...answers: FakeAnswer[]) => {
    const inner = fakeTransport(answers)
    const transport = followRedirects(inner, { crossOrigin: true })
    const body = method === "POST" ? { body: "secret" } : {}
    const response = await transport.send(requestTo(url, { method, headers: asked, ...body }))
    await response.body.cancel()
    expect(inner.openBodies).toBe(0)
    return { status: response.status, requests: inner.requests.map(({ url, headers }) => ({ url, headers })) }
  }
  const to = (location: string, status = 302): FakeAnswer => ({ status, headers: { location } })
  const wanted = asked.slice(4)

  test.for([301, 302, 303, 307, 308].flatMap((status) => ["GET", "HEAD"].map((method) => ({ status, method }))))(
    "$status $method takes along what it wants, and nothing of who asks, there and back",
    async ({ status, method }) => {
      const { requests } = await sent(
        method,
        "https://a.test/x",
        to("/y", status),
        to("https://b.test/z", status),
        to("https://a.test/", status),
        {},
      )
      expect(requests).toEqual([
        { url: "https://a.test/x", headers: asked },
        { url: "https://a.test/y", headers: asked },
        { url: "https://b.test/z", headers: wanted },
        { url: "https://a.test/", headers: wanted },
      ])
    },
  )

  test("goes to TLS, and stays without where there was none", async () => {
    const { requests } = await sent("GET", "http://a.test/", to("http://b.test/"), to("https://c.test/"), {})
    expect(requests.map(({ url }) => url)).toEqual(["http://a.test/", "http://b.test/", "https://c.test/"])
  })

  test.for([
    ["one that gives up TLS", "GET", "https://a.test/", to("http://b.test/")],
    ["one to another scheme", "GET", "http://a.test/", to("file:///etc/passwd")],
    ["one with a password", "GET", "https://a.test/", to("https://me:secret@b.test/")],
    ["one to nothing", "GET", "http://a.test/", to("http://")],
    ["one without an address", "GET", "http://a.test/", { status: 302 }],
    ["what is none", "GET", "http://a.test/", to("http://b.test/", 201)],
    ["one of a POST", "POST", "https://a.test/", to("https://b.test/", 303)],
  ] as const)("takes for the answer: %s", async ([, method, url, answer]) => {
    expect((await sent(method, url, answer)).requests).toHaveLength(1)
  })

  test("ends a circle", async () => {
    const circle = Array.from({ length: 6 }, (_, index) => to(`https://${index % 2 ? "a" : "b"}.test/`))
    expect(await sent("GET", "https://a.test/", ...circle)).toMatchObject({ status: 302, requests: { length: 6 } })
  })
})
