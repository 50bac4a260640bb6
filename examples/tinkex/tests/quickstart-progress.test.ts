import { describe, expect } from "vitest"
import { it } from "./test.ts"

interface Output {
  readonly isTTY: boolean
  readonly columns: number | undefined
  write(text: string): void
}

interface Terminal {
  progress(done: number, total: number, note: string): void
  chart(values: readonly number[]): void
  heading(text: string): void
  parts(...parts: readonly string[]): void
}

// The quick start is plain JavaScript, as a reader copies it.
const load = (name: string): Promise<unknown> => import(new URL(`../quickstart/${name}`, import.meta.url).href)
const { progressLine } = (await load("progress-bar.mjs")) as {
  readonly progressLine: (done: number, total: number, note: string, columns: number) => string
}
const { createTerminal } = (await load("terminal.mjs")) as {
  readonly createTerminal: (stream: Output, env: Readonly<Record<string, string>>) => Terminal
}

const note = "loss 2.345"

describe("the line that shows progress", () => {
  it.each([
    ["on a wide terminal", 200, `  ${"█".repeat(16)}${"░".repeat(16)} 30/60  ${note}`],
    ["on 80 columns", 80, `  ${"█".repeat(16)}${"░".repeat(16)} 30/60  ${note}`],
    ["on 40 columns, with a shorter bar", 40, `  ${"█".repeat(10)}${"░".repeat(9)} 30/60  ${note}`],
    ["on 20 columns, without a bar", 20, `  30/60  ${note}`],
    ["on 12 columns, with less of the note", 12, "  30/60  lo"],
  ])("fits %s", (_, columns, expected) => {
    expect(progressLine(30, 60, note, columns)).toBe(expected)
  })

  it("never reaches the last column, however narrow the terminal is", () => {
    const lengths = Array.from({ length: 181 }, (_, index) => index + 20).flatMap((columns) =>
      [0, 1, 30, 60].map((done) => columns - progressLine(done, 60, note, columns).length),
    )
    expect(Math.min(...lengths)).toBeGreaterThan(0)
  })
})

function record(columns: number | undefined, env: Readonly<Record<string, string>> = {}) {
  const written: string[] = []
  const stream: Output = { isTTY: true, columns, write: (text: string) => void written.push(text) }
  return { terminal: createTerminal(stream, env), written }
}

describe("a terminal", () => {
  it.each([
    ["of 24 columns", 24],
    ["that does not say how wide it is", undefined],
    ["that says 0", 0],
  ])("%s gets a line that it does not break", (_, columns) => {
    const { terminal, written } = record(columns)
    terminal.progress(30, 60, note)
    expect(written).toEqual([`\r\u001b[2K${progressLine(30, 60, note, columns || 80)}`])
  })

  it("breaks no row of the chart", () => {
    const { terminal, written } = record(20)
    terminal.chart(Array.from({ length: 60 }, (_, step) => 3 - step / 30))
    expect(Math.max(...written.map((line) => line.trimEnd().length))).toBeLessThan(20)
  })

  it("ends no row of the chart with blanks", () => {
    const { terminal, written } = record(80)
    terminal.chart(Array.from({ length: 60 }, (_, step) => 3 - step / 30))
    expect(written.filter((line) => / \n$/.test(line))).toEqual([])
  })

  it.each([
    ["NO_COLOR is set", { NO_COLOR: "1" }, false],
    ["it is dumb", { TERM: "dumb" }, false],
    ["NO_COLOR is empty", { NO_COLOR: "" }, true],
    ["it can do more", { TERM: "xterm" }, true],
  ])("gets escapes only where they are wanted: %s", (_, env, wanted) => {
    const { terminal, written } = record(80, env)
    terminal.heading("Training")
    terminal.progress(30, 60, note)
    terminal.chart([2, 1])
    expect(written.join("").includes("\u001b")).toBe(wanted)
  })

  it.each([
    ["side by side where they fit", 23, "  tinker://a  12 bytes\n"],
    ["below each other where they do not", 22, "  tinker://a\n    12 bytes\n"],
  ])("shows parts %s", (_, columns, expected) => {
    const { terminal, written } = record(columns)
    terminal.parts("tinker://a", "12 bytes")
    expect(written.join("")).toBe(expected)
  })
})
