import { describe, expect, it } from "vitest"

interface Output {
  readonly isTTY: boolean
  readonly columns: number | undefined
  write(text: string): void
}

interface Terminal {
  progress(done: number, total: number, note: string): void
  chart(values: readonly number[]): void
}

// The quick start is plain JavaScript, as a reader copies it.
const load = (name: string): Promise<unknown> => import(new URL(`../quickstart/${name}`, import.meta.url).href)
const { progressLine } = (await load("progress-bar.mjs")) as {
  readonly progressLine: (done: number, total: number, note: string, columns: number) => string
}
const { createTerminal } = (await load("terminal.mjs")) as {
  readonly createTerminal: (stream: Output) => Terminal
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

describe("a terminal", () => {
  it.each([
    ["of 24 columns", 24],
    ["that does not say how wide it is", undefined],
  ])("%s gets a line that it does not break", (_, columns) => {
    const written: string[] = []
    const stream: Output = { isTTY: true, columns, write: (text: string) => void written.push(text) }
    createTerminal(stream).progress(30, 60, note)
    expect(written).toEqual([`\r\u001b[2K${progressLine(30, 60, note, columns ?? 80)}`])
  })

  it("breaks no row of the chart", () => {
    const written: string[] = []
    const stream: Output = { isTTY: true, columns: 20, write: (text: string) => void written.push(text) }
    createTerminal(stream).chart(Array.from({ length: 60 }, (_, step) => 3 - step / 30))
    expect(Math.max(...written.map((line) => line.trimEnd().length))).toBeLessThan(20)
  })
})
