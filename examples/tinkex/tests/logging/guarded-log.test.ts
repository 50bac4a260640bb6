import { expect } from "vitest"
import type { PristineError } from "pristine-runtime"
import { guardedLog } from "../../src/logging/guarded-log.ts"
import { it } from "../test.ts"

it("a log may be of methods that need their object, and its levels fail as one", () => {
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
  const guarded = guardedLog(log, (warning) => warnings.push(warning))
  guarded.debug("a")
  guarded.info("b")
  guarded.warn("c")
  guarded.error("d")
  expect(said).toEqual(["tinkex a", "d"])
  expect(warnings).toMatchObject([
    { code: "config", message: "The log failed; its errors are not reported again", cause: new Error("b") },
  ])
})
