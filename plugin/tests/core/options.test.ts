import { describe, expect } from "vitest"
import { resolveOptions, type Options } from "../../src/core/options.ts"
import { it } from "../test.ts"

const defaults = {
  include: [".pristine.json", ".pristine.yaml", ".pristine.yml"],
  validate: true,
  retry: true,
  defaultClient: true,
  mock: false,
  report: false,
}

describe("resolveOptions", () => {
  it.each<{ name: string; given: Options | undefined; want: object }>([
    { name: "nothing", given: undefined, want: defaults },
    { name: "an empty object", given: {}, want: defaults },
    { name: "some options", given: { types: false, retry: false }, want: { ...defaults, types: false, retry: false } },
    { name: "a budget", given: { budget: { "*": 900 } }, want: { ...defaults, budget: { "*": 900 } } },
    { name: "other endings", given: { include: [".api.json"] }, want: { ...defaults, include: [".api.json"] } },
  ])("fills in the defaults of $name", ({ given, want }) => {
    expect(resolveOptions(given)).toEqual(want)
  })

  it.each<{ name: string; given: unknown; message: string }>([
    {
      name: "a function in place of options",
      given: () => ({}),
      message: "takes an object of options, not a function",
    },
    { name: "null", given: null, message: "takes an object of options, not null" },
    {
      name: "an unknown option",
      given: { typez: false },
      message: "no option `typez`. The options are include, types",
    },
    { name: "an inherited name", given: { toString: 1 }, message: "no option `toString`" },
    {
      name: "a wrong kind of types",
      given: { types: true },
      message: '`types` takes "sibling", "imports" or false, not a boolean',
    },
    { name: "a wrong kind of retry", given: { retry: "no" }, message: '`retry` takes true or false, not "no"' },
    { name: "a budget of nothing", given: { budget: 0 }, message: "`budget` takes a number of bytes" },
    { name: "a budget of words", given: { budget: { get: "1kB" } }, message: "`budget` takes a number of bytes" },
    { name: "a list of budgets", given: { budget: [1] }, message: "`budget` takes a number of bytes" },
    {
      name: "an ending that takes all JSON",
      given: { include: [".json"] },
      message: "`include` takes a list of endings",
    },
    { name: "a pattern", given: { include: "**/*.json" }, message: "`include` takes a list of endings" },
  ])("refuses $name", ({ given, message }) => {
    expect(() => resolveOptions(given)).toThrow(message)
  })

  it("takes undefined as not given", () => {
    expect(resolveOptions({ types: undefined })).toEqual(defaults)
  })
})
