import * as childProcess from "node:child_process"
import { describe, expect, vi } from "vitest"
import { nodeModule } from "../src/node-module.ts"
import { it } from "./test.ts"

describe("a module of Node", () => {
  it("is that of the platform", () => {
    expect(nodeModule("child_process", "A test").exec).toBe(childProcess.exec)
  })

  it.each([
    ["without a process, as in a page", undefined],
    ["with a process of a bundler's making", { env: {} }],
  ])("is not there %s", (_, process) => {
    vi.stubGlobal("process", process)
    try {
      expect(() => nodeModule("path", "A cache")).toThrow("A cache needs Node, Deno or Bun")
    } finally {
      vi.unstubAllGlobals()
    }
  })
})
