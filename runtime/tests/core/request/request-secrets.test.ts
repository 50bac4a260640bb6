import { describe, expect } from "vitest"
import { apiKey } from "../../../src/adapters/auth/api-key.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { it } from "../../test.ts"
import { bench, pollSpec, postSpec, spec } from "../fixture.ts"

describe("the secrets of a request are told to transports", () => {
  it("as the operation has them", async () => {
    const { client, transport } = bench([{ body: {} }, { body: {} }])
    const secrets = { names: ["pin"], route: "/pets/{pin}" }
    await defineOperation(() => spec({ secrets }))({}, { client })
    await defineOperation(() => spec())({}, { client })
    expect(transport.requests.map((request) => request.secrets)).toEqual([secrets, undefined])
  })

  it("with the names of keys that no list knows", async () => {
    const auth = [apiKey({ token: "s", header: "X-Zoo-Key" }), apiKey({ token: "s", query: "zoo" })]
    const { client, transport } = bench([{ body: {} }, { body: {} }], { auth })
    const secrets = { names: ["pin"] }
    for (const over of [{}, { secrets }]) await defineOperation(() => spec(over))({}, { client })
    expect(transport.requests.map((request) => request.secrets)).toEqual([
      { names: ["X-Zoo-Key", "zoo"] },
      { names: ["pin", "X-Zoo-Key", "zoo"] },
    ])
    expect(secrets.names).toEqual(["pin"])
  })

  it("of a future with each of its polls, which bring its result", async () => {
    const { client, transport, clock } = bench([{ body: { request_id: "q1" } }, { body: { pin: "s" } }])
    const poll = pollSpec(() => spec({ id: "poll", secrets: { names: ["ticket"], route: "/polls/{ticket}" } }))
    const start = defineFuture(() => ({ ...postSpec({ secrets: { names: ["pin"] } }), poll }))
    const result = start({}, { client })
    await clock.advance(1000)
    await result
    expect(transport.requests.map((request) => request.secrets)).toEqual([
      { names: ["pin"] },
      { names: ["pin", "ticket"], route: "/polls/{ticket}" },
    ])
  })
})
