import { describe, expect } from "vitest"
import { PristineError } from "../../src/errors/pristine-error.ts"
import type { TransportRequest } from "../../src/ports/transport.ts"
import { fakeTransport, type FakeResponder } from "../../src/testing/fake-transport.ts"
import { it } from "../test.ts"

const request = (signal = new AbortController().signal, url = "https://api.test/x"): TransportRequest => ({
  method: "GET",
  url,
  headers: [],
  signal,
  timeouts: {},
})

async function* endless() {
  yield new Uint8Array([1])
  await new Promise(() => undefined)
}

describe("fakeTransport", () => {
  it("answers by its list and rejects what comes after", async () => {
    const transport = fakeTransport([{ status: 201, body: { ok: true } }, new Error("reset"), () => ({ body: "text" })])
    const first = await transport.send(request())
    expect([first.status, first.headers.get("content-type"), await first.body.text()]).toEqual([
      201,
      "application/json",
      '{"ok":true}',
    ])
    await expect(transport.send(request())).rejects.toThrow("reset")
    const third = await transport.send(request())
    expect([third.status, await third.body.text()]).toEqual([200, "text"])
    const unexpected = transport.send(request(undefined, "https://api.test/x?key=secret"))
    await expect(unexpected).rejects.toThrow("Unexpected request 4: GET https://api.test/x?key=***")
    expect(transport.requests).toHaveLength(4)
    expect(transport.openBodies).toBe(0)
  })

  it("keeps a request waiting until it is answered", async () => {
    const transport = fakeTransport()
    const exchange = transport.next()
    const first = transport.send(request())
    ;(await exchange).respond({ status: 204 })
    expect((await first).status).toBe(204)
    const second = transport.send(request())
    ;(await transport.next()).fail(new Error("gone"))
    await expect(second).rejects.toThrow("gone")
  })

  it("leaves to the test what its function does not answer", async () => {
    const transport = fakeTransport((_, index) => (index === 0 ? undefined : { status: 200 + index }))
    const first = transport.send(request())
    expect((await transport.send(request())).status).toBe(201)
    ;(await transport.next()).respond()
    expect((await first).status).toBe(200)
  })

  it.each([
    { script: "a function", of: (step: FakeResponder) => step },
    { script: "a list", of: (step: FakeResponder) => [step] },
  ])("tells what $script throws as its mistake, which no policy tries again", async ({ of }) => {
    const mistake = new RangeError("expected 1")
    const broken = fakeTransport(
      of(() => {
        throw mistake
      }),
    )
    await expect(broken.send(request())).rejects.toMatchObject({
      code: "config",
      message: "The script threw at request 1",
      retryable: false,
      cause: mistake,
    })
    const own = new PristineError("connection", "reset")
    await expect(fakeTransport(of(() => Promise.reject(own))).send(request())).rejects.toBe(own)
  })

  it("rejects with the signal's reason before and while it waits, and keeps no listener", async () => {
    const transport = fakeTransport()
    const controller = new AbortController()
    const waiting = transport.send(request(controller.signal))
    const reason = { why: "test" }
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(transport.send(request(controller.signal))).rejects.toBe(reason)
    expect(transport.requests).toHaveLength(1)
  })

  it("aborts a body under way", async () => {
    const transport = fakeTransport([{ body: endless() }])
    const controller = new AbortController()
    const { body } = await transport.send(request(controller.signal))
    expect(transport.openBodies).toBe(1)
    const iterator = body.stream()[Symbol.asyncIterator]()
    await iterator.next()
    const next = iterator.next()
    controller.abort(new Error("stop"))
    await expect(next).rejects.toThrow("stop")
    expect(transport.openBodies).toBe(0)
  })

  it("counts bodies until they are read or cancelled", async () => {
    const transport = fakeTransport([{}, {}])
    const first = await transport.send(request())
    const second = await transport.send(request())
    expect(transport.openBodies).toBe(2)
    expect(await first.body.bytes()).toEqual(new Uint8Array())
    await second.body.cancel()
    await second.body.cancel()
    expect(transport.openBodies).toBe(0)
  })
})
