import { describe, expect } from "vitest"
import { downloadCheckpoint, type DownloadOptions } from "../../src/checkpoint-files/download-checkpoint.ts"
import type { RestClient } from "../../src/clients/rest-client.ts"
import { pushCheckpoint, type PushOptions } from "../../src/hugging-face/push-checkpoint.ts"
import { checkOptions, type OptionNames } from "../../src/options/check-options.ts"
import {
  RecoveryExecutor,
  RunMonitor,
  type RecoveringService,
  type RecoverOptions,
  type RecoveryOptions,
  type RunMonitorOptions,
} from "../../src/recovery/index.ts"
import * as regularizers from "../../src/regularizers/index.ts"
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

  it("are refused with a signal that is none, such as its controller", () => {
    const given = { signal: new AbortController() }
    expect(() => checkOptions("create", given, { signal: true })).toThrow(
      expect.objectContaining({
        code: "input",
        message: "create: signal must be an AbortSignal, such as controller.signal",
      }),
    )
  })

  it("have names that the compiler compares with their interface", () => {
    // @ts-expect-error -- a name is missing
    const short = { rank: true } as const satisfies OptionNames<Options>
    // @ts-expect-error -- the interface gave this name up
    const long = { rank: true, trainMlp: true, alpha: true } as const satisfies OptionNames<Options>
    expect(Object.keys({ ...short, ...long })).toHaveLength(3)
  })
})

/** A service that nobody is to ask anything. */
const never = {} as RestClient & RecoveringService
const executor = new RecoveryExecutor(never)
const step = { data: [], logprobs: regularizers.tensor([], [0]) }

describe("every function with options refuses one that it has not", () => {
  const wrong = { tartget: 1 }
  it.each<[name: string, run: () => unknown]>([
    ["downloadCheckpoint", () => downloadCheckpoint(never, "tinker://run-1/weights/a", wrong as DownloadOptions)],
    ["pushCheckpoint", () => pushCheckpoint(never, "tinker://run-1/weights/a", wrong as PushOptions)],
    ["RecoveryExecutor", () => new RecoveryExecutor(never, wrong as RecoveryOptions)],
    ["recover", () => executor.recover("run-1", wrong as RecoverOptions)],
    ["RunMonitor", () => new RunMonitor(never, executor, wrong as RunMonitorOptions)],
    ["structuredLoss", () => regularizers.structuredLoss(step, undefined, [], wrong as regularizers.ExecutionOptions)],
    ...(
      ["consistency", "elasticNet", "entropy", "gradientPenalty", "klDivergence", "l1", "l2", "orthogonality"] as const
    ).map((name): [string, () => unknown] => [name, () => (regularizers[name] as (options: object) => unknown)(wrong)]),
    ["regularizedLoss", () => regularizers.regularizedLoss(wrong as unknown as regularizers.RegularizedLossOptions)],
  ])("%s", async (name, run) => {
    await expect(Promise.resolve().then(run)).rejects.toMatchObject({
      code: "input",
      message: expect.stringContaining(`${name}: there is no option tartget`) as string,
    })
  })
})

describe("a regularizer refuses a value that an option has not", () => {
  it.each([
    ["consistency", "metric"],
    ["consistency", "reduction"],
    ["elasticNet", "reduction"],
    ["entropy", "mode"],
    ["entropy", "reduction"],
    ["klDivergence", "direction"],
    ["klDivergence", "reduction"],
    ["l1", "reduction"],
    ["l2", "reduction"],
    ["orthogonality", "mode"],
    ["orthogonality", "axis"],
  ] as const)("%s, %s", (name, option) => {
    const make = (): unknown => (regularizers[name] as (options: object) => unknown)({ [option]: "avg" })
    expect(make).toThrow(
      expect.objectContaining({
        code: "input",
        message: expect.stringMatching(`^${name}: ${option} must be "\\w+" or "`) as string,
      }),
    )
  })
})
