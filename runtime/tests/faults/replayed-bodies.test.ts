import { describe, expect } from "vitest"
import { multipart } from "../../src/adapters/multipart/multipart.ts"
import { json } from "../../src/adapters/serializer/json.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import type { BodyWriter } from "../../src/ports/serializer.ts"
import { policy, postSpec, rule, testService } from "../core/fixture.ts"
import { test } from "../test.ts"
import { answer, serveFault } from "./fault-server.ts"
import { transports } from "./loopback-client.ts"

const ok = answer("200 OK", "content-type: application/json", "content-length: 2") + "{}"
const success = [{ status: 200, readers: [json] }]
const retry = [policy({ rules: [rule({ backoff: "none" })] })]

describe.for(transports)("%s", ([, create]) => {
  const raw = (write: BodyWriter["write"]): BodyWriter => ({ contentType: "text/plain", write })
  test.for<[name: string, writer: BodyWriter]>([
    ["a text", raw(() => "größer")],
    ["a Buffer", raw(() => Buffer.from([0, 255, 13, 10, 128]))],
    ["a view of a buffer", raw(() => new Uint8Array([9, 0, 255, 9]).subarray(1, 3))],
    ["a Blob", raw(() => new Blob(["größ", new Uint8Array([255])]))],
    ["a form of parts with a file", multipart],
  ])("A8 %s is sent again byte for byte, under the same type", async ([, writer], { resources }) => {
    const server = resources.use(
      await serveFault({
        act: (socket, { count }) => socket.write(count < 3 ? answer("503 Busy", "content-length: 0") : ok),
      }),
    )
    const transport = create()
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), { transport, baseUrl: server.url })
    const form = { name: "größer", file: new File([new Uint8Array([0, 255, 128])], "a.bin") }
    await defineOperation(() => postSpec({ retry, success, body: { encode: () => form, writer } }))({}, { client })
    const sent = server.requests.map(({ head, body }) => [/content-type: .*/i.exec(head)?.[0], body])
    expect(sent).toHaveLength(3)
    expect(sent[0]?.[1]).not.toBe("")
    expect(sent).toEqual([sent[0], sent[0], sent[0]])
  })
})
