import { describe, expect } from "vitest"
import { mockTransport, type MockOptions } from "../../../src/adapters/mock/mock-transport.ts"
import type { MockedOperation } from "../../../src/adapters/mock/mocked-operation.ts"
import type { TransportRequest, TransportResponse } from "../../../src/ports/transport.ts"
import { it } from "../../test.ts"

const operation = (id: string, method: string, route: string): MockedOperation => ({
  id,
  method,
  route,
  basePath: "/v1",
  mock: { types: {}, answers: [{ status: 200, media: "application/json", schema: { const: id } }] },
})
const operations = [
  operation("get", "GET", "/pets/{id}"),
  operation("mine", "GET", "/pets/mine"),
  operation("photo", "GET", "/pets/{id}/photo.{format}"),
  operation("photos", "GET", "/photo.png"),
  operation("add", "POST", "/pets"),
  operation("root", "GET", "/"),
  operation("json", "GET", "/pets/{id}.json"),
  operation("all", "GET", "/pets"),
  operation("owned", "GET", "/{owner}/pets"),
  operation("file", "GET", "/files/{path}"),
  {
    ...operation("proto", "GET", "/proto"),
    mock: { types: {}, answers: [{ status: 200, media: "application/x-protobuf" }] },
  },
]

const request = (method: string, path: string, over: Partial<TransportRequest> = {}): TransportRequest => ({
  method,
  url: `https://zoo.test/v1${path}`,
  headers: [],
  signal: new AbortController().signal,
  timeouts: {},
  ...over,
})

const send = async (method: string, path: string, options?: MockOptions, over?: Partial<TransportRequest>) => {
  const { body } = await mockTransport(operations, options).send(request(method, path, over))
  return JSON.parse(await body.text()) as unknown
}

describe("the operation of a request", () => {
  it.each([
    ["a part of the path", "GET", "/pets/7", "get"],
    ["what the path says before what it leaves open", "GET", "/pets/mine", "mine"],
    ["the longer route before a shorter one", "GET", "/pets/7/photo.png", "photo"],
    ["the method", "POST", "/pets", "add"],
    ["nothing but the base URL", "GET", "", "root"],
    ["a query beside it", "GET", "/pets/7?a=/pets/mine", "get"],
    ["an ending that another leaves open", "GET", "/pets/7.json", "json"],
    ["the whole path, not by its end", "GET", "/pets", "all"],
    ["a placeholder in front", "GET", "/ann/pets", "owned"],
    ["a placeholder that holds slashes", "GET", "/files/a/b.txt", "file"],
    ["a slash at the end", "GET", "/pets/mine/", "mine"],
    ["a path behind another base URL", "GET", "/../v2/pets/mine", "mine"],
  ])("is found by %s", async (_, method, path, id) => {
    expect(await send(method, path)).toBe(id)
  })

  it("is looked for in vain with words that name those there are", async () => {
    await expect(send("DELETE", "/pets/7")).rejects.toMatchObject({
      code: "config",
      message: "The mock has no operation for DELETE /v1/pets/7; of this method there are none",
    })
  })
})

describe("the answers of a mock", () => {
  it("tell what they cannot make up", async () => {
    await expect(send("GET", "/proto")).rejects.toMatchObject({ code: "config", message: /give the mock a handler/ })
  })

  it.each<[name: string, body: TransportRequest["body"], seen: unknown]>([
    ["JSON", '{"a":1}', { a: 1 }],
    ["text", "a=1", "a=1"],
    ["bytes", new TextEncoder().encode("[1]"), [1]],
    ["a Blob", new Blob(["x"]), "x"],
    ["a stream", new Blob(["[2]"]).stream(), [2]],
    ["nothing", undefined, undefined],
  ])("come from handlers that see %s", async (_, body, want) => {
    let seen: unknown
    const handlers = { add: ({ body: given }: { readonly body: unknown }) => ((seen = given), "done") }
    expect(await send("POST", "/pets", { handlers }, { body })).toBe("done")
    expect(seen).toEqual(want)
  })

  it("take as long as they are told to", async ({ clock }) => {
    const answered = send("GET", "/pets/7", { latencyMs: 50, clock })
    let done = false
    void answered.then(() => (done = true))
    await clock.advance(49)
    expect(done).toBe(false)
    await clock.advance(1)
    expect(await answered).toBe("get")
  })

  it("are given up with the request", async ({ clock }) => {
    const controller = new AbortController()
    const answered = send("GET", "/pets/7", { latencyMs: 50, clock }, { signal: controller.signal })
    controller.abort(new Error("enough"))
    await expect(answered).rejects.toThrow("enough")
    expect(clock.pending).toBe(0)
  })

  it("are given up with the limit of time", async ({ clock }) => {
    let asked = 0
    const options = { latencyMs: 2000, clock, handlers: { get: () => (asked += 1) } }
    const answered = send("GET", "/pets/7", options, { timeouts: { headersMs: 50 } })
    const failed = expect(answered).rejects.toMatchObject({ code: "timeout" })
    await clock.advance(50)
    await failed
    await clock.advance(5000)
    expect([asked, clock.pending]).toEqual([0, 0])
  })

  it("are read within a limit", async () => {
    const { body } = await mockTransport(operations).send(request("GET", "/pets/7"))
    await expect(body.bytes(2)).rejects.toMatchObject({ code: "limit" })
  })
})

describe("a handler", () => {
  it("that fails fails the call at once, with what it threw as the cause", async () => {
    const failure = new Error("boom")
    const handlers = {
      get: () => {
        throw failure
      },
    }
    await expect(send("GET", "/pets/7", { handlers })).rejects.toMatchObject({
      code: "config",
      message: "The handler of get failed",
      cause: failure,
      retryable: false,
    })
  })

  it.each<[name: string, handler: () => unknown]>([
    [
      "a circle",
      () => {
        const circle: Record<string, unknown> = {}
        circle["a"] = circle
        return circle
      },
    ],
    [
      "an answer that was read already",
      () =>
        new Response("x").text().then(() => {
          const used = new Response("x")
          void used.text()
          return used
        }),
    ],
  ])("that gives what cannot be sent fails the call as a mistake: %s", async (_, handler) => {
    const options = { handlers: { get: handler } }
    await expect(send("GET", "/pets/7", options)).rejects.toMatchObject({ code: "config", retryable: false })
  })

  it("sees and gives integers of 64 bits exactly", async () => {
    let seen: unknown
    const handlers = { add: ({ body }: { readonly body: unknown }) => ((seen = body), { id: 9007199254740993n }) }
    const { body } = await mockTransport(operations, { handlers }).send(
      request("POST", "/pets", { body: '{"id":9007199254740993}' }),
    )
    expect([seen, await body.text()]).toEqual([{ id: 9007199254740993n }, '{"id":9007199254740993}'])
  })

  it.each<[name: string, leave: (response: TransportResponse) => unknown]>([
    ["is cancelled", ({ body }) => body.cancel()],
    [
      "is left early",
      async ({ body }) => {
        for await (const _ of body.stream()) break
      },
    ],
  ])("hears that the stream that it gave %s", async (_, leave) => {
    let cancelled = 0
    const stream = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(Uint8Array.of(1)),
        cancel: () => void (cancelled += 1),
      })
    const transport = mockTransport(operations, { handlers: { get: () => new Response(stream()) } })
    await leave(await transport.send(request("GET", "/pets/7")))
    await Promise.resolve()
    expect(cancelled).toBe(1)
  })

  it("shows no secret of the path that it does not know", async () => {
    const secrets = { names: ["pin"], route: "/nowhere/{pin}" }
    await expect(send("PUT", "/nowhere/s-1", {}, { secrets })).rejects.toMatchObject({
      code: "config",
      message: expect.not.stringContaining("s-1") as string,
    })
  })

  it("gives the body of the status that is asked for", async () => {
    const options = { handlers: { get: { detail: "gone" } }, status: { get: 404 } }
    const { status, body } = await mockTransport(operations, options).send(request("GET", "/pets/7"))
    expect([status, await body.text()]).toEqual([404, '{"detail":"gone"}'])
  })
})
