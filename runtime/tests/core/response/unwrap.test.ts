import { describe, expect } from "vitest"
import { unwrap } from "../../../src/core/response/unwrap.ts"
import { it } from "../../test.ts"

describe("a wrapped answer", () => {
  it.each<[name: string, body: unknown, want: unknown]>([
    ["a value", { data: { result: 1 } }, 1],
    ["null, which is a value", { data: { result: null } }, null],
  ])("gives %s", (_, body, want) => {
    expect(unwrap(body, ["data", "result"])).toBe(want)
  })

  it.each<[name: string, body: unknown]>([
    ["a member", { data: {} }],
    ["what leads to it", { result: 1 }],
    ["an object", "text"],
    ["an own member", { data: Object.create({ result: 1 }) as object }],
  ])("without %s cannot be decoded", (_, body) => {
    expect(() => unwrap(body, ["data", "result"])).toThrow(
      expect.objectContaining({ code: "decode", message: "The answer has no `data.result`" }),
    )
  })
})
