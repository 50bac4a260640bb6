import { existsSync, readFileSync } from "node:fs"
import { describe, expect } from "vitest"
import counts from "../fixtures/original-tests.json" with { type: "json" }
import { it } from "../test.ts"

const tinkex = new URL("../../", import.meta.url)
const repository = new URL("../../../../", import.meta.url)
const text = readFileSync(new URL("docs/test-catalogue.md", tinkex), "utf8")

interface Row {
  readonly file: string
  readonly cases: number
  /** Where the cases are asserted, or why they are not. */
  readonly here: string
}

interface Part {
  readonly title: string
  readonly cases: number
  readonly rows: readonly Row[]
}

const parts: readonly Part[] = text
  .split(/^## /m)
  .filter((part) => /^.+: \d+ cases$/m.test(part))
  .map((part) => {
    const [, title = "", cases] = /^(.+): (\d+) cases$/m.exec(part) ?? []
    const rows = [...part.matchAll(/^\| `([^`]+)` +\| (\d+) +\| (.+?) \| (.+?) +\|$/gm)]
    return {
      title,
      cases: Number(cases),
      rows: rows.map(([, file = "", count, , here = ""]) => ({ file, cases: Number(count), here })),
    }
  })

const rows = parts.flatMap((part) => part.rows)
const scripts = [...text.matchAll(/^\| `(\w+)` +\| \D[^|]*\| (.+?) +\|$/gm)].map(([, file = "", here = ""]) => ({
  file,
  here,
}))
const sum = (list: readonly { readonly cases: number }[]): number => list.reduce((total, { cases }) => total + cases, 0)
const pathsOf = ({ here }: Pick<Row, "here">): string[] =>
  [...here.matchAll(/`([^` ]+\.test\.ts)`|\]\(\.\.\/(examples\/[\w-]+\.mjs)\)/g)].map(
    ([, test, example]) => test ?? example ?? "",
  )
const isExplained = ({ here }: Pick<Row, "here">): boolean => /(?:^|; )(?:open|does not apply): \w/.test(here)

describe("docs/test-catalogue.md", () => {
  it("has every file of the original's tests once, with the number of its cases", () => {
    expect(rows.map(({ file }) => file)).toHaveLength(new Set(rows.map(({ file }) => file)).size)
    expect(Object.fromEntries(rows.map(({ file, cases }) => [file, cases]))).toEqual(counts)
  })

  it("adds up", () => {
    expect(parts.map(({ title, rows }) => [title, sum(rows)])).toEqual(parts.map(({ title, cases }) => [title, cases]))
    const [, tests = "", files] = /has ([\d,]+) tests in (\d+) files/.exec(text) ?? []
    expect([sum(rows), rows.length]).toEqual([Number(tests.replace(",", "")), Number(files)])
  })

  it("has every script of the original's examples once", () => {
    const [, count] = /^## Examples: (\d+) scripts$/m.exec(text) ?? []
    expect(new Set(scripts.map(({ file }) => file)).size).toBe(Number(count))
    expect(scripts).toHaveLength(Number(count))
  })

  it("names tests that there are", () => {
    const missing = [...new Set([...rows, ...scripts].flatMap(pathsOf))].filter((path) => {
      return !existsSync(new URL(path, /^(?:tests|examples)\//.test(path) ? tinkex : repository))
    })
    expect(missing).toEqual([])
  })

  it("says of each file where it is covered, or why it is not", () => {
    const silent = [...rows, ...scripts].filter((row) => pathsOf(row).length === 0 && !isExplained(row))
    expect(silent).toEqual([])
  })
})
