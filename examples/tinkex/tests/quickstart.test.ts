import { spawn, type ChildProcess } from "node:child_process"
import { describe, expect, it } from "vitest"

const script = new URL("../quickstart/quickstart.mjs", import.meta.url).pathname

function start() {
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  return { child, output: () => output }
}

const exit = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once("close", resolve))

describe("the quick start", { timeout: 60_000 }, () => {
  it("trains, saves and samples through the built package", async () => {
    const { child, output } = start()
    expect(await exit(child)).toBe(0)
    const [, first, last] = /loss ([\d.]+) → ([\d.]+) nats/.exec(output()) ?? []
    expect(Number(last)).toBeLessThan(Number(first) / 2)
    expect(output()).toContain("after:   grey today, and")
    expect(output()).toMatch(/saved as tinker:\/\/[^/]+\/weights\/quickstart/)
  })

  it("closes everything on Ctrl-C", async () => {
    const { child, output } = start()
    const exited = exit(child)
    await new Promise((resolve) => child.stdout.once("data", resolve))
    child.kill("SIGINT")
    expect(await exited).toBe(130)
    expect(output()).toContain("Interrupted; everything is closed.")
  })
})
