import { readFile } from "node:fs/promises"
import { expect } from "vitest"
import { version } from "../src/version.ts"
import { it } from "./test.ts"

it("is the package's", async () => {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8")
  expect(version).toBe((JSON.parse(text) as { version: string }).version)
})
