import { spawn } from "node:child_process"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { describe, expect } from "vitest"
import { it } from "./test.ts"

const root = new URL("../", import.meta.url)

/** Runs a module of the README inside the package, so that its own name leads to what was built. */
async function run(name: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const readme = await readFile(new URL("README.md", root), "utf8")
  const [, code] = new RegExp(`^\`\`\`js ${name}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(readme) ?? []
  if (code === undefined) throw new Error(`The README has no module ${name}`)
  const folder = new URL("dist/readme/", root)
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(name, folder), code)
  const child = spawn(process.execPath, [new URL(name, folder).pathname], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })))
}

describe("the README's program", { timeout: 60_000 }, () => {
  it("trains as it says", async () => {
    const { code, output } = await run("train.mjs")
    expect(code).toBe(0)
    const losses = [...output.matchAll(/^[\d.]+$/gm)].map(Number)
    expect(losses).toHaveLength(30)
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2)
    expect(output).toMatch(/weights\/counted {2}three four/)
  })
})
