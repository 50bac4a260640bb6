import { expect } from "vitest"
import { serverOnly } from "../../../src/core/request/server-only.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { bench, rejection, spec } from "../fixture.ts"
import { it } from "../../test.ts"

it("refuses operations for servers in a browser", () => {
  expect(() => {
    serverOnly("pets.remove", { document: {} })
  }).toThrow(expect.objectContaining({ code: "config", operation: "pets.remove", phase: "prepare" }))
})

it("lets them be on a server", () => {
  expect(() => {
    serverOnly("pets.remove", { process: { versions: { node: "24.0.0" } } })
  }).not.toThrow()
})

it("guards a call before its input is looked at and before anything is sent", async () => {
  const { client, transport } = bench()
  const remove = defineOperation(() =>
    spec({
      guard: (id) => serverOnly(id, { document: {} }),
      path: () => {
        throw new Error("The input was looked at")
      },
    }),
  )
  expect(await rejection(remove({}, { client }))).toMatchObject({ code: "config", phase: "prepare" })
  expect(transport.requests).toEqual([])
})
