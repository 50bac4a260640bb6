import { afterAll, beforeAll, describe, expect } from "vitest"
import { fileURLToPath } from "node:url"
import { it } from "../test.ts"
import { compileForProcess } from "./bundle.ts"
import { platformCases } from "./cases/index.ts"
import type { CaseResult } from "./run-cases.ts"
import { runProcess } from "./run-process.ts"
import { servePlatforms, type PlatformServer } from "./server.ts"

const compiled = fileURLToPath(new URL("../../node_modules/.cache/platforms/process.mjs", import.meta.url))

describe("on this Node, which finds the built package and its transport by itself,", () => {
  let server: PlatformServer
  let results: readonly CaseResult[] = []

  beforeAll(async () => {
    server = await servePlatforms()
    await compileForProcess(compiled)
    const context = { url: `${server.url}/node`, platform: "node", transport: "undici" } as const
    results = await runProcess({ command: process.execPath, args: [compiled], context })
  }, 130_000)

  afterAll(() => server.close())

  it("all cases run, each once", () => {
    expect(results.map(({ name }) => name)).toEqual([...new Set(platformCases.map(({ name }) => name))])
  })

  it.each(platformCases)("$name", ({ name }) => {
    expect(results.find((result) => result.name === name)).toEqual({ name })
  })
})
