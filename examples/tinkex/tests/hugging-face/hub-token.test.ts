import { mkdir, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect } from "vitest"
import { resolveHubToken } from "../../src/hugging-face/hub-token.ts"
import { temporaryFolder } from "../checkpoint-files/temporary-folder.ts"
import { it } from "../test.ts"

describe("resolveHubToken", () => {
  /** From the last that is asked to the first. */
  const places = [
    { name: "XDG_CACHE_HOME", file: "cache/huggingface/token", value: "cache" },
    { name: "HF_HOME", file: "home/token", value: "home" },
    { name: "HF_TOKEN_PATH", file: "named", value: "named" },
    { name: "HUGGING_FACE_HUB_TOKEN", value: "older" },
    { name: "HF_TOKEN", value: "newer" },
  ] as const

  it.for(places.map((place, index) => [place.name, index] as const))(
    "takes %s before what is said to be of less weight",
    async ([, count], { resources }) => {
      const folder = await temporaryFolder(resources)
      const set = new Map<string, string>()
      for (const place of places.slice(0, count + 1)) {
        if ("file" in place) {
          const file = join(folder, place.file)
          await mkdir(dirname(file), { recursive: true })
          await writeFile(file, ` of ${place.name}\n`)
          set.set(place.name, join(folder, place.value))
        } else set.set(place.name, ` of ${place.name} `)
      }
      const env = (name: string): string | undefined => set.get(name)
      expect(await resolveHubToken({ env })).toBe(`of ${places[count]?.name}`)
      expect(await resolveHubToken({ env, token: "argument" })).toBe("argument")
      // Blank ones are none.
      set.set("HF_TOKEN", "  ")
      expect(await resolveHubToken({ env, token: " " })).toBe(`of ${places[Math.min(count, 3)]?.name}`)
    },
  )

  it("takes a file that is named before all other files", async ({ resources }) => {
    const folder = await temporaryFolder(resources)
    await writeFile(join(folder, "mine"), "mine")
    const env = (name: string): string | undefined => (name === "HF_TOKEN_PATH" ? join(folder, "other") : undefined)
    expect(await resolveHubToken({ env, tokenPath: join(folder, "mine") })).toBe("mine")
  })

  it("says where it looked", async ({ resources }) => {
    const folder = await temporaryFolder(resources)
    const env = (name: string): string | undefined => (name === "HF_HOME" ? folder : undefined)
    await expect(resolveHubToken({ env })).rejects.toMatchObject({
      code: "config",
      message: expect.stringMatching(/HF_TOKEN or HUGGING_FACE_HUB_TOKEN.*token$/) as string,
    })
    expect(homedir()).not.toBe(folder)
  })
})
