import { readFile } from "node:fs/promises"
import { describe, expect } from "vitest"
import { losses } from "../../local-service/training/losses.ts"
import { it } from "../test.ts"

const page = await readFile(new URL("../../docs/losses.md", import.meta.url), "utf8")
const rows = [...page.matchAll(/^\| `(\w+)` +\| (`target_tokens`.*?) +\| (.*?) +\|/gm)].map(([, ...cells]) => cells)
const words = (cell = ""): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, word = ""]) => word)

describe("the page about losses", () => {
  it("has a row for each of the local service's losses", () => {
    expect(rows.map(([name]) => name)).toEqual([...losses.keys()])
  })

  it.each(rows)(
    "names the inputs that %s reads, and its settings with their defaults",
    (name = "", inputs, settings) => {
      const read = new Set<string>()
      const asked = new Map<string, number>()
      const config = new Proxy<Record<string, number>>({}, { get: (_, key) => void asked.set(String(key), NaN) })
      losses
        .get(name)
        ?.evaluate(
          -1,
          (input, fallback) => (read.add(input), asked.has(input) && asked.set(input, fallback), 1),
          config,
        )
      const own = [...read].filter((input) => !asked.has(input))
      expect(words(inputs).slice(1).toSorted()).toEqual(own.toSorted())
      expect(words(settings)).toEqual([...asked.keys()])
      for (const value of asked.values()) if (!Number.isNaN(value)) expect(settings).toContain(` ${value}`)
    },
  )
})
