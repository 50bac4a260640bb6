import { readFile } from "node:fs/promises"
import { createClient } from "#tinker.pristine.json"
import { describe, expect } from "vitest"
import { settings } from "../../src/config/settings.ts"
import { it } from "../test.ts"

const page = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8")

describe("docs/configuration.md", () => {
  it("lists every option with its type, default and variable", () => {
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (.+?) +\| (.+?) +\| (.+?) +\|/gm)].map((cells) => cells.slice(1, 5))
    const expected = Object.entries(settings).map(([name, { type, shownDefault, variable }]) => [
      name,
      type,
      shownDefault,
      variable === undefined ? "–" : `\`${variable}\``,
    ])
    expect(rows).toEqual(expected)
  })

  it("has the manifest's address", () => {
    expect(createClient({ env: () => undefined }).baseUrl).toBe(settings.baseUrl.byDefault)
  })
})
