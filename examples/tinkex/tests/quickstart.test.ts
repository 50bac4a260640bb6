import { spawn, type ChildProcess } from "node:child_process"
import { describe, expect } from "vitest"
import { it } from "./test.ts"

const script = new URL("../quickstart/quickstart.mjs", import.meta.url).pathname

function start() {
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  return { child, output: () => output }
}

const exit = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once("close", resolve))

describe("the quick start", { timeout: 60_000 }, () => {
  it("trains, saves, lists and samples through the built package", async () => {
    const { child, output } = start()
    expect(await exit(child)).toBe(0)
    const text = output()
    const lines = text.split("\n")

    const [, first, last] = /loss ([\d.]+) → ([\d.]+) nats/.exec(text) ?? []
    expect(Number(last)).toBeLessThan(Number(first) / 2)
    expect(lines.filter((line) => line.startsWith("  step "))).toEqual(
      [10, 20, 30, 40, 50, 60].map(
        (step) => expect.stringMatching(`^  step ${step} of 60: loss \\d\\.\\d{3}$`) as string,
      ),
    )
    // The chart's first row holds the highest loss, which is the first, and its last row has a column for each step.
    expect(text).toMatch(/^ {3}\d\.\d\d │█$/m)
    expect(text).toMatch(/^ {3}0\.00 │[▁▂▃▄▅▆▇█]{60}$/m)

    const [, before] = /^ {2}before: (.+)$/m.exec(text) ?? []
    expect(before, "bytes that are no text").toContain("·")
    expect(before).not.toContain("grey today, and")
    expect(text).toContain("after:   grey today, and")

    const [, saved = ""] = /^ {2}saved as\s+(tinker:\/\/[^/]+\/weights\/quickstart)$/m.exec(text) ?? []
    const listed = /^ {2}(tinker:\S+)\s+(\d+) bytes$/m.exec(text)
    expect(listed?.[1]).toBe(saved)
    expect(Number(listed?.[2])).toBeGreaterThan(0)

    // Standard output is no terminal here: no escape codes, no bar that is drawn over.
    expect(text).not.toMatch(/[\u001b\r]/)
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
