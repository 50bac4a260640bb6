import { spawnSync } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished } from "vitest"
import { it } from "./test.ts"

const script = new URL("../../.ci/lines.mjs", import.meta.url).pathname
const readme = new URL("../../README.md", import.meta.url).pathname

const check = (...args: string[]): { status: number | null; stderr: string } =>
  spawnSync(process.execPath, [script, "--check", ...args], { encoding: "utf8" })

describe("the sizes that README.md tells", () => {
  it("are off by 5 % at most", () => {
    const { status, stderr } = check("5")
    expect(stderr).toBe("")
    expect(status).toBe(0)
  })

  const changes: [name: string, change: (text: string) => string, says: RegExp][] = [
    ["a number", (text) => text.replace(/(\| runtime +\| \d+ +\| )[\d,]+/, "$15"), /^runtime: lines is \d+, .* 5; /m],
    ["an aim", (text) => text.replace("about 8,000", "about 9,000"), /^runtime: aim is about 8,000/m],
    ["a row too few", (text) => text.replace(/^\| runtime: testing kit .*\n/m, ""), /^runtime: testing kit: not in/m],
    ["a row too many", (text) => text.replace(/^\| plugin +\|/m, "| moon | 1 | 1 | – |\n$&"), /^moon: no such/m],
    ["no table", () => "", /^plugin: not in the table$/m],
  ]
  it.each(changes)("are refused for %s", async (_, change, says) => {
    const folder = await mkdtemp(join(tmpdir(), "lines-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    const changed = join(folder, "README.md")
    await writeFile(changed, change(await readFile(readme, "utf8")))
    const { status, stderr } = check("5", changed)
    expect(stderr).toMatch(says)
    expect(status).toBe(1)
  })
})
