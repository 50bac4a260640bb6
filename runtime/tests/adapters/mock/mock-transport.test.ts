import { describe, expect } from "vitest"
import { mockTransport, type MockOptions } from "../../../src/adapters/mock/mock-transport.ts"
import type { MockedOperation } from "../../../src/adapters/mock/mocked-operation.ts"
import type { TransportRequest } from "../../../src/ports/transport.ts"
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

  it("gives the body of the status that is asked for", async () => {
    const options = { handlers: { get: { detail: "gone" } }, status: { get: 404 } }
    const { status, body } = await mockTransport(operations, options).send(request("GET", "/pets/7"))
    expect([status, await body.text()]).toEqual([404, '{"detail":"gone"}'])
  })
})
