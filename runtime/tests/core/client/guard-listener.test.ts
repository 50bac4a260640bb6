import { describe, expect, vi } from "vitest"
import { guardListener } from "../../../src/core/client/guard-listener.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { it } from "../../test.ts"

const broken = new Error("full")

describe("a guarded listener", () => {
  it.each<[how: string, listener: () => unknown, cause: unknown]>([
    [
      "throws",
      () => {
        throw broken
      },
      broken,
    ],
    ["rejects", () => Promise.reject(broken), broken],
    // A promise of another realm is no `Promise` of this one.
    ["rejects in its own way", () => ({ then: (_: unknown, reject: (why: Error) => void) => reject(broken) }), broken],
    ["fails with an error of ours", () => Promise.reject(new PristineError("http", "no")), { code: "http" }],
  ])("disturbs nobody where it %s, and that is told once", async (_, listener, cause) => {
    const warnings: PristineError[] = []
    const guarded = guardListener("The observer", listener, (warning) => warnings.push(warning))
    guarded()
    guarded()
    await Promise.resolve()
    expect(warnings).toMatchObject([
      { code: "config", message: "The observer failed; its errors are not reported again", cause },
    ])
  })

  it("gets what it is told, at once", () => {
    const got: unknown[] = []
    guardListener("The observer", (...told: readonly [string, number]) => got.push(told))("a", 1)
    expect(got).toEqual([["a", 1]])
  })

  it("is told of on the console where nobody else wants to know", ({ onTestFinished }) => {
    const warn = vi.spyOn(console, "warn").mockReturnValue()
    onTestFinished(() => warn.mockRestore())
    guardListener("The observer", () => {
      throw broken
    })()
    expect(warn.mock.calls).toEqual([["The observer failed; its errors are not reported again"]])
  })
})
