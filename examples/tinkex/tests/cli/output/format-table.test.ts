import { describe, expect } from "vitest"
import { fitWidths } from "../../../src/cli/output/fit-widths.ts"
import { formatPlain, formatTable } from "../../../src/cli/output/format-table.ts"
import { printOutput, type Output } from "../../../src/cli/output/print-output.ts"
import type { Terminal } from "../../../src/cli/terminal.ts"
import { it } from "../../test.ts"

const table = {
  headings: ["ID", "Name"],
  rows: [
    ["a-1", "a rather long name"],
    ["b-22", "short\u001b"],
  ],
}

describe("fitWidths", () => {
  it.each([
    ["what fits", [4, 10], 80, [4, 10]],
    ["the widest first", [4, 30, 10], 40, [4, 22, 10]],
    ["equals together", [4, 30, 30], 48, [4, 20, 20]],
    ["the first one last", [30, 10, 10], 46, [30, 6, 6]],
    ["the first one too, if it must", [30, 10, 10], 30, [14, 6, 6]],
    ["nothing below six characters", [30, 10, 3], 5, [6, 6, 3]],
    ["one column", [30], 20, [20]],
    ["none", [], 20, [0]],
  ])("gives way: %s", (_, wanted, columns, widths) => {
    expect(fitWidths(wanted, columns)).toEqual(widths)
  })
})

describe("formatTable", () => {
  const bold = (text: string): string => `*${text}*`

  it("puts columns side by side", () => {
    expect(formatTable(table, 80, bold).split("\n")).toEqual([
      "*ID    Name*",
      "a-1   a rather long name",
      "b-22  short\\x1b",
    ])
  })

  it("goes on below where a line is too short, and loses nothing", () => {
    const text = formatTable(table, 14, bold)
    expect(text.split("\n")).toEqual([
      "*ID    Name*",
      "a-1   a rather",
      "       long na",
      "      me",
      "b-22  short\\x1",
      "      b",
    ])
    for (const line of text.split("\n")) expect(line.replaceAll("*", "").length).toBeLessThanOrEqual(14)
  })
})

describe("formatPlain", () => {
  it("has a line a row, a tab between cells", () => {
    expect(formatPlain(table)).toBe("ID\tName\na-1\ta rather long name\nb-22\tshort\\x1b")
  })
})

describe("printOutput", () => {
  const output: Output = {
    title: "Two",
    table,
    facts: [
      ["A", "1"],
      ["Longer", "2"],
    ],
    lines: ["end"],
    json: { a: 1 },
  }

  function print(format: "table" | "json", facts: Partial<Terminal>, what: Output = output) {
    const out: string[] = []
    const err: string[] = []
    const none = (): void => undefined
    const { signal } = new AbortController()
    printOutput(what, format, {
      cwd: "/",
      env: () => undefined,
      outColor: false,
      errColor: false,
      progress: none,
      signal,
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      ...facts,
    })
    return { out: out.join("\n"), err: err.join("\n") }
  }

  it("prints a table on a terminal", () => {
    const { out, err } = print("table", { columns: 80 })
    expect([out, err]).toEqual([`Two\n${formatTable(table, 80, (text) => text)}\nA:       1\nLonger:  2\nend`, ""])
  })

  it("has headings in bold where there are colours", () => {
    const { out } = print("table", { columns: 80, outColor: true })
    expect(out).toContain("\u001b[1mTwo\u001b[0m\n\u001b[1mID    Name\u001b[0m\n")
  })

  it("prints plain lines into a pipe, and the title beside them", () => {
    expect(print("table", {})).toEqual({ out: `${formatPlain(table)}\nA: 1\nLonger: 2\nend`, err: "Two" })
  })

  it("prints no headings of nothing", () => {
    expect(print("table", {}, { title: "None", table: { headings: ["ID"], rows: [] }, json: {} })).toEqual({
      out: "",
      err: "None",
    })
  })

  it.each([
    ["a terminal", { columns: 80 }],
    ["a pipe", {}],
  ])("prints JSON alone, on %s", (_, facts) => {
    expect(print("json", facts)).toEqual({ out: '{\n  "a": 1\n}', err: "" })
  })
})
