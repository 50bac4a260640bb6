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
  it.each<[name: string, wanted: number[], least: number[], columns: number, widths: number[]]>([
    ["what fits", [4, 10], [4, 6], 80, [4, 10]],
    ["the widest first", [4, 30, 10], [4, 6, 6], 40, [4, 22, 10]],
    ["equals together", [4, 30, 30], [4, 6, 6], 48, [4, 20, 20]],
    ["not what must stay", [30, 10, 10], [30, 6, 6], 46, [30, 6, 6]],
    ["nothing below its least", [30, 10, 3], [20, 6, 3], 5, [20, 6, 3]],
    ["one column", [30], [6], 20, [20]],
    ["none", [], [], 20, []],
  ])("gives way: %s", (_, wanted, least, columns, widths) => {
    expect(fitWidths(wanted, least, columns)).toEqual(widths)
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

  it("goes on below between words where a line is too short, and loses nothing", () => {
    expect(formatTable(table, 14, bold).split("\n")).toEqual([
      "*ID    Name*",
      "a-1   a rather",
      "      long",
      "      name",
      "b-22  short\\x1",
      "      b",
    ])
  })

  it("breaks words only where nothing else helps", () => {
    const text = formatTable(table, 10, bold)
    expect(text.split("\n").map((line) => line.length)).toEqual(expect.arrayContaining([10]))
    expect(text.replaceAll(/[\s*]/g, "")).toContain("ratherlongname")
  })

  const paths = {
    headings: ["ID", "Base Model", "Path"],
    rows: [["sampler_weights/a", "meta-llama/Llama-3.1-8B", "tinker://0123456789/sampler_weights/a"]],
    whole: ["ID", "Path"],
  }

  it.each<[name: string, columns: number, lines: readonly string[]]>([
    [
      "beside the others",
      90,
      [
        "*ID                 Base Model               Path*",
        "sampler_weights/a  meta-llama/Llama-3.1-8B  tinker://0123456789/sampler_weights/a",
      ],
    ],
    [
      "beside others that give way",
      72,
      [
        "*ID                 Base Model      Path*",
        "sampler_weights/a  meta-llama/     tinker://0123456789/sampler_weights/a",
        "                   Llama-3.1-8B",
      ],
    ],
    [
      "on its own line",
      60,
      [
        "*ID                 Base Model*",
        "*  Path*",
        "sampler_weights/a  meta-llama/Llama-3.1-8B",
        "  tinker://0123456789/sampler_weights/a",
      ],
    ],
    [
      "on its own line, the first one too, and beyond the edge",
      24,
      [
        "*ID*",
        "*  Base Model*",
        "*  Path*",
        "sampler_weights/a",
        "  meta-llama/",
        "  Llama-3.1-8B",
        "  tinker://0123456789/sampler_weights/a",
      ],
    ],
  ])("keeps whole what a person copies: %s", (_, columns, lines) => {
    expect(formatTable(paths, columns, bold).split("\n")).toEqual(lines)
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

  function print(format: "table" | "json", facts: Partial<Terminal>, what: Output = output, header = true) {
    const out: string[] = []
    const err: string[] = []
    const none = (): void => undefined
    const { signal } = new AbortController()
    printOutput(
      what,
      { format, header },
      {
        cwd: "/",
        env: () => undefined,
        outColor: false,
        errColor: false,
        progress: none,
        input: () => Promise.resolve(""),
        signal,
        out: (text) => void out.push(text),
        err: (text) => void err.push(text),
        ...facts,
      },
    )
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

  it.each([
    ["a pipe", {}, "a-1\ta rather long name\nb-22\tshort\\x1b"],
    ["a terminal", { columns: 80 }, "Two\na-1   a rather long name\nb-22  short\\x1b"],
  ])("prints a table without its headings where they are unwanted: %s", (_, facts, rows) => {
    expect(print("table", facts, { title: "Two", table, json: {} }, false).out).toBe(rows)
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
