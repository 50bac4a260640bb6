import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { TransportRequest } from "../../../src/ports/transport.ts"
import { it } from "../../test.ts"
import { bench, postSpec, rejection, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

describe("hostile input", () => {
  it.each(["Host", "content-length", "Transfer-Encoding", "CONNECTION"])(
    "header %s is the transport's",
    async (name) => {
      const { client } = bench([ok])
      expect(await rejection(defineOperation(() => spec())({}, { client, headers: { [name]: "x" } }))).toMatchObject({
        code: "input",
      })
    },
  )

  it("what an extension throws becomes one of our errors", async () => {
    const { client } = bench([ok])
    const throwing = {
      path: () => {
        throw "text" as unknown as Error
      },
    }
    const error = await rejection(defineOperation(() => spec(throwing))({}, { client }))
    expect(error).toMatchObject({ code: "input", operation: "get_pet", attempts: 0 })
    expect((error as Error).cause).toBeInstanceOf(Error)
  })

  it("request builds without sending", async () => {
    const { client, transport } = bench([])
    const request: Pick<TransportRequest, "method" | "url"> = await defineOperation(() =>
      postSpec({ idempotencyHeader: "X-Key" }),
    ).request({ a: 1 }, { client })
    expect(request).toMatchObject({ method: "POST", url: "https://zoo.test/v1/pets", body: '{"a":1}' })
    expect(transport.requests).toHaveLength(0)
  })
})
