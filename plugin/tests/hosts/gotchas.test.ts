import { readdir, readFile } from "node:fs/promises"
import { expect } from "vitest"
import { it } from "../test.ts"

const folders = ["../hosts/", "../sweeps/"].map((folder) => new URL(folder, import.meta.url))

/** What was found out about the hosts before the plugin was written: twelve numbered traps. */
const known = Array.from({ length: 12 }, (_, index) => index + 1)

it("every known trap of the hosts has a test that bears its number", async () => {
  const named = new Set<number>()
  for (const folder of folders) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".test.ts"))) {
      const text = await readFile(new URL(file, folder), "utf8")
      for (const [, numbers = ""] of text.matchAll(/"gotchas? ([\d and]+)[:,]/g))
        for (const number of numbers.match(/\d+/g) ?? []) named.add(Number(number))
    }
  }
  expect([...named].sort((one, other) => one - other)).toEqual(known)
})
