import { describe, expect, vi } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import { it } from "../../test.ts"
import { bench, json, rejection, schemaOf, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

describe("validation", () => {
  it.each<[name: string, validate: CallOptions["validate"], input: string[], output: string[]]>([
    ["requests strictly, answers tolerantly", undefined, ["strict"], ["tolerant"]],
    ["strict holds for both", "strict", ["strict"], ["strict"]],
    ["tolerant holds for both", "tolerant", ["tolerant"], ["tolerant"]],
    ["warn checks as by default", "warn", ["strict"], ["tolerant"]],
    ["off checks nothing", "off", [], []],
  ])("%s", async (_, validate, input, output) => {
    const { client } = bench([ok])
    const [given, got] = [schemaOf(() => true), schemaOf(() => true)]
    const operation = defineOperation(() =>
      spec({ input: given, success: [{ status: 200, readers: [json], schema: got }] }),
    )
    await operation({}, { client, ...(validate !== undefined && { validate }) })
    expect([given.modes, got.modes]).toEqual([input, output])
  })

  it("a wrong input names place and expectation, not the value, and sends nothing", async () => {
    const { client, transport } = bench([ok])
    const error = await rejection(
      defineOperation(() => spec({ input: schemaOf(() => false) }))({ petId: "hunter2" }, { client }),
    )
    expect(error).toMatchObject({
      code: "input",
      message: "The input of get_pet does not fit its type: /petId should be number",
      attempts: 0,
    })
    expect(transport.requests).toHaveLength(0)
  })

  it("warn reports and goes on with the data", async () => {
    const warnings: PristineError[] = []
    const { client } = bench([ok], { validate: "warn", onWarning: (warning) => warnings.push(warning) })
    const schema = schemaOf(() => false)
    const operation = defineOperation(() =>
      spec({ input: schema, success: [{ status: 200, readers: [json], schema }] }),
    )
    expect(await operation({ petId: "x" }, { client })).toEqual({ name: "Rex" })
    expect(warnings.map(({ code }) => code)).toEqual(["input", "validation"])
  })

  it("warn prints without onWarning", async () => {
    const print = vi.spyOn(console, "warn").mockReturnValue(undefined)
    const { client } = bench([ok], { validate: "warn" })
    await defineOperation(() => spec({ input: schemaOf(() => false) }))({}, { client })
    expect(print).toHaveBeenCalledWith("The input of get_pet does not fit its type: /petId should be number")
    print.mockRestore()
  })

  it("an asynchronous validator is awaited", async () => {
    const { client } = bench([ok])
    const slow = schemaOf(() => false)
    const validate = slow["~standard"].validate
    const schema = { "~standard": { ...slow["~standard"], validate: async (value: unknown) => validate(value) } }
    expect(await rejection(defineOperation(() => spec({ input: schema }))({}, { client }))).toMatchObject({
      code: "input",
    })
  })
})
