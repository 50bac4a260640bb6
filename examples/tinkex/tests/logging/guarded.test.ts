import { describe, expect } from "vitest"
import type { PristineError } from "pristine-runtime"
import { guarded } from "../../src/logging/guarded.ts"
import { guardedLog } from "../../src/logging/guarded-log.ts"
import { it } from "../test.ts"

const broken = new Error("full")

describe("what is told of the background", () => {
  it.each<[how: string, tell: () => unknown]>([
    [
      "throws",
      () => {
        throw broken
      },
    ],
    ["rejects", () => Promise.reject(broken)],
  ])("disturbs nobody where it %s, and says so once", async (_, tell) => {
    const warnings: PristineError[] = []
    const told = guarded("observer", tell, (warning) => warnings.push(warning))
    told()
    told()
    await Promise.resolve()
    expect(warnings).toMatchObject([
      { code: "config", message: "The observer failed; its errors are not reported again", cause: broken },
    ])
  })

  it("gets what it is told", () => {
    const got: unknown[] = []
    guarded("observer", (...told: readonly [string, number]) => got.push(told))("a", 1)
    expect(got).toEqual([["a", 1]])
  })

  it("may be a log of methods that need their object, whose levels fail as one", () => {
    const warnings: PristineError[] = []
    const said: string[] = []
    const log = {
      prefix: "tinkex",
      debug(message: string) {
        said.push(`${this.prefix} ${message}`)
      },
      info(message: string) {
        throw new Error(message)
      },
      warn(message: string) {
        throw new Error(message)
      },
      error: (message: string) => void said.push(message),
    }
    const guardedOne = guardedLog(log, (warning) => warnings.push(warning))
    guardedOne.debug("a")
    guardedOne.info("b")
    guardedOne.warn("c")
    guardedOne.error("d")
    expect(said).toEqual(["tinkex a", "d"])
    expect(warnings).toHaveLength(1)
  })
})
