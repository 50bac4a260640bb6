import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished } from "vitest"
import { findChromium } from "./launch-chromium.ts"
import { it } from "./test.ts"

/** A machine for which no npm package carries a Chromium. */
const elsewhere = { platform: "darwin", arch: "arm64" } as const

describe("without a carried Chromium", () => {
  it.each<[name: string, candidates: readonly (string | undefined)[]]>([
    ["nothing is installed", ["/nowhere/google-chrome", "/nowhere/chromium"]],
    ["CHROME_PATH is not set", [undefined]],
    ["no place is known", []],
  ])("says what to install where %s", async (_, candidates) => {
    await expect(findChromium({ ...elsewhere, candidates })).rejects.toThrow(
      "No Chromium here. Install Google Chrome or Chromium, or name its program in CHROME_PATH.",
    )
  })

  it.each<[name: string, machine: { platform: NodeJS.Platform; arch: NodeJS.Architecture }]>([
    ["another system", elsewhere],
    ["another processor", { platform: "linux", arch: "arm64" }],
  ])("takes the first installed one on %s", async (_, machine) => {
    const folder = await mkdtemp(join(tmpdir(), "chromium-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    const [first, second] = [join(folder, "first"), join(folder, "second")]
    await Promise.all([writeFile(first, ""), writeFile(second, "")])
    const candidates = [undefined, "/nowhere/chromium", first, second]
    expect(await findChromium({ ...machine, candidates })).toBe(first)
  })
})
