import { describe, expect } from "vitest"
import { checkOptions, type OptionNames } from "../../src/options/check-options.ts"
import { it } from "../test.ts"

interface Options {
  readonly rank?: number
  readonly trainMlp?: boolean
}

const names = { rank: true, trainMlp: true } as const satisfies OptionNames<Options>

describe("options", () => {
  it.each([
    ["none", {}],
    ["all", { rank: 1, trainMlp: false }],
    ["one that is undefined", { rank: undefined }],
  ])("pass: %s", (_, given) => {
    expect(() => checkOptions("create", given, names)).not.toThrow()
  })

  it.each([
    ["one with its name", { Rank: 4 }, "create: there is no option Rank; did you mean rank?"],
    ["one that nobody knows", { temperature: 1 }, "create: there is no option temperature"],
    [
      "all at once",
      { train_mlp: false, temperature: 1 },
      "create: there is no option train_mlp; did you mean trainMlp?; there is no option temperature",
    ],
    ["one that every object has", { constructor: 1 }, "create: there is no option constructor"],
    ["no object", 3, "create takes an object of options: { rank, trainMlp }"],
    ["nothing", null, "create takes an object of options: { rank, trainMlp }"],
    ["a signal itself", new AbortController().signal, "create takes an object of options: { rank, trainMlp }"],
  ])("are refused: %s", (_, given, message) => {
    expect(() => checkOptions("create", given, names)).toThrow(expect.objectContaining({ code: "input", message }))
  })

  it("have names that the compiler compares with their interface", () => {
    // @ts-expect-error -- a name is missing
    const short = { rank: true } as const satisfies OptionNames<Options>
    // @ts-expect-error -- the interface gave this name up
    const long = { rank: true, trainMlp: true, alpha: true } as const satisfies OptionNames<Options>
    expect(Object.keys({ ...short, ...long })).toHaveLength(3)
  })
})
