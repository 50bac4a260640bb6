import { describe, expect } from "vitest"
import { bytes } from "../../src/adapters/serializer/bytes.ts"
import { multipart } from "../../src/adapters/multipart/multipart.ts"
import { json } from "../../src/adapters/serializer/json.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import type { BodyWriter } from "../../src/ports/serializer.ts"
import { postSpec, rejection, testService } from "../core/fixture.ts"
import { test } from "../test.ts"
import { serveHttp } from "../adapters/transport/loopback.ts"
import { answer, serveFault } from "./fault-server.ts"
import { transports } from "./loopback-client.ts"

const reply = answer("200 OK", "content-type: application/json", "content-length: 2") + "{}"
const chunk = new Uint8Array(64 * 1024)

async function* breaking(): AsyncGenerator<Uint8Array> {
  yield chunk
  await Promise.resolve()
  throw new Error("the disk is gone")
}

const post = (writer: BodyWriter) =>
  defineOperation(() =>
    postSpec({ body: { encode: (input) => input, writer }, success: [{ status: 200, readers: [json] }] }),
  )

describe.for(transports)("%s", ([, create]) => {
  const refused: readonly [row: string, writer: BodyWriter, value: unknown][] = [
    [
      "I99.70 a toJSON that throws",
      json,
      Object.assign([] as unknown[], {
        toJSON: () => {
          throw new Error("no")
        },
      }),
    ],
    ["I99.71 a bigint", json, { a: 1n }],
    ["I99.72 a date that is none, in a form of parts", multipart, { a: new Date(NaN) }],
    ["I99.73 a media type that forges a header", multipart, { a: { stream: breaking, type: "a/b\r\nx: y" } }],
    ["I99.74 an object where bytes are due", bytes, { a: 1 }],
  ]
  test.for(refused)("%s ends the call before a connection", async ([, writer, value], { resources }) => {
    const server = resources.use(await serveFault({ act: (socket) => socket.write(reply) }))
    const transport = create()
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), { transport, baseUrl: server.url, validate: "off" })
    expect(await rejection(post(writer)(value, { client }))).toMatchObject({ code: "input", attempts: 0 })
    expect(server.connections).toHaveLength(0)
  })

  const failing: readonly [row: string, writer: BodyWriter, value: () => unknown][] = [
    ["I97.1 a stream that fails", bytes, breaking],
    ["I97.2 a file of a form that fails", multipart, () => ({ f: { stream: breaking } })],
  ]
  test.for(failing)("%s ends its own request only", async ([, writer, value], { resources }) => {
    const server = resources.use(await serveFault({ act: (socket) => socket.write(reply) }))
    const transport = create()
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), { transport, baseUrl: server.url, validate: "off" })
    const good = post(json)
    const [before, failed, after] = await Promise.allSettled([
      good({ a: 1 }, { client }),
      post(writer)(value(), { client }),
      good({ a: 2 }, { client }),
    ])
    expect([before.status, failed.status, after.status]).toEqual(["fulfilled", "rejected", "fulfilled"])
    expect((failed as PromiseRejectedResult).reason).toMatchObject({ code: "input", attempts: 1 })
    expect(server.requests.filter(({ head }) => head.includes("chunked"))).toHaveLength(0)
  })

  test("I97.3 a producer of 64 MiB waits for the server", async ({ resources }) => {
    let produced = 0
    let received = 0
    let furthest = 0
    async function* produce(): AsyncGenerator<Uint8Array> {
      while (produced < 64 * 1024 * 1024) {
        produced += chunk.byteLength
        furthest = Math.max(furthest, produced - received)
        yield await Promise.resolve(chunk)
      }
    }
    const url = await serveHttp((request, response) => {
      request.on("data", (part: Buffer) => (received += part.byteLength))
      request.on("end", () => response.setHeader("content-type", "application/json").end("{}"))
    })
    const transport = create()
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), { transport, baseUrl: url, validate: "off" })
    expect(await post(bytes)(produce(), { client })).toEqual({})
    expect(received).toBe(produced)
    // What two sockets of the kernel hold, and no more.
    expect(furthest).toBeLessThan(16 * 1024 * 1024)
  })
})
