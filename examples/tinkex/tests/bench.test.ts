import { spawn } from "node:child_process"
import { describe, expect } from "vitest"
import { it } from "./test.ts"

/** Runs a benchmark of the built package. */
function run(name: string, ...args: readonly string[]) {
  const script = new URL(`../bench/${name}.mjs`, import.meta.url).pathname
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  let errors = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text))
  return new Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, output, errors })),
  )
}

const numbers = String.raw` +[\d.]+ +[\d.]+ +[\d.]+$`

describe("the benchmarks", { timeout: 60_000 }, () => {
  it("measure training and sampling", async () => {
    const { code, output, errors } = await run("training", "--rounds", "2", "--steps", "2", "--samples", "4")
    expect([code, errors]).toEqual([0, ""])
    expect(output).toContain("2 rounds of 2 steps (batch 4) and 4 samples (50 at once)")
    for (const unit of ["step, awaited", "step, pipelined", "sample"])
      for (const what of ["a second", "client CPU, ms", "bytes sent", "bytes received"])
        expect(output).toMatch(new RegExp(`^  ${unit}: ${what}${numbers}`, "m"))
    const [, sent] = /sample: bytes sent +(\d+)/.exec(output) ?? []
    expect(Number(sent)).toBeGreaterThan(1000)
  })

  it("measure memory", async () => {
    const { code, output, errors } = await run("memory", "--samples", "5", "--waves", "1", "--chunks", "10")
    expect([code, errors]).toEqual([0, ""])
    for (const phase of ["5 samples, wave 1", "10 chunks"])
      for (const what of ["RSS", "heap", "buffers"])
        expect(output).toMatch(new RegExp(`^  ${phase}: ${what}${numbers}`, "m"))
  })

  it("refuse a size that is none", async () => {
    const { code, errors } = await run("training", "--rounds", "0")
    expect(code).toBe(1)
    expect(errors).toContain("--rounds must be a whole number from 1 on")
  })
})
