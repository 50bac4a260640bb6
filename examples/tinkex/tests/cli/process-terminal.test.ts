import { PassThrough } from "node:stream"
import { describe, expect } from "vitest"
import { createProcessTerminal, type TerminalProcess } from "../../src/cli/process-terminal.ts"
import { ReaderLeft } from "../../src/cli/terminal.ts"
import { it } from "../test.ts"

interface Facts {
  readonly tty: boolean
  readonly env?: Record<string, string>
  readonly columns?: number
}

function processWith({ tty, env = {}, columns = 80 }: Facts) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  const written = { stdout: "", stderr: "" }
  for (const name of ["stdout", "stderr"] as const)
    streams[name].on("data", (chunk: Buffer) => (written[name] += chunk.toString()))
  for (const stream of Object.values(streams)) Object.assign(stream, { isTTY: tty, columns })
  const process = { cwd: () => "/work", env, ...streams } as unknown as TerminalProcess
  const stop = new AbortController()
  return { terminal: createProcessTerminal(process, stop), streams, written, stop }
}

describe("progress", () => {
  it("is a line that the next text takes the place of", () => {
    const { terminal, written } = processWith({ tty: true, columns: 12 })
    terminal.progress("fetching 1 of 2: runs")
    terminal.progress("two")
    terminal.progress("two")
    terminal.out("done")
    terminal.progress(undefined)
    expect(written).toEqual({ stderr: "fetching 1 \r\u001b[2Ktwo\r\u001b[2K", stdout: "done\n" })
  })

  it.each<[string, Facts]>([
    ["a pipe", { tty: false }],
    ["a dumb terminal", { tty: true, env: { TERM: "dumb" } }],
  ])("is silent in %s", (_, facts) => {
    const { terminal, written } = processWith(facts)
    terminal.progress("one")
    terminal.err("two")
    expect(written).toEqual({ stderr: "two\n", stdout: "" })
  })
})

describe("colours and width", () => {
  it.each<[string, Facts, boolean, number | undefined]>([
    ["a terminal", { tty: true }, true, 80],
    ["a pipe", { tty: false }, false, undefined],
    ["NO_COLOR", { tty: true, env: { NO_COLOR: "1" } }, false, 80],
    ["an empty NO_COLOR", { tty: true, env: { NO_COLOR: "" } }, true, 80],
    ["a dumb terminal", { tty: true, env: { TERM: "dumb" } }, false, 80],
    ["FORCE_COLOR in a pipe", { tty: false, env: { FORCE_COLOR: "1" } }, true, undefined],
    ["FORCE_COLOR before NO_COLOR", { tty: true, env: { FORCE_COLOR: "1", NO_COLOR: "1" } }, true, 80],
    ["FORCE_COLOR=0", { tty: true, env: { FORCE_COLOR: "0" } }, false, 80],
    ["a terminal that does not know its width", { tty: true, columns: 0 }, true, 80],
  ])("of %s", (_, facts, color, columns) => {
    const { terminal } = processWith(facts)
    expect([terminal.outColor, terminal.errColor, terminal.columns]).toEqual([color, color, columns])
  })

  it("takes empty variables for unset", () => {
    const { env } = processWith({ tty: true, env: { A: "", B: "b" } }).terminal
    expect([env("A"), env("B"), env("C")]).toEqual([undefined, "b", undefined])
  })
})

describe("a question", () => {
  it("is asked where somebody types", async () => {
    const { terminal, streams, written } = processWith({ tty: true })
    const answer = terminal.ask?.("Delete? ")
    streams.stdin.write("yes\n")
    expect(await answer).toBe("yes")
    expect(written.stderr).toContain("Delete? ")
  })

  it("is not answered by the end of the input", async () => {
    const { terminal, streams } = processWith({ tty: true })
    const answer = terminal.ask?.("Delete? ")
    streams.stdin.end()
    expect(await answer).toBe("")
  })

  it("is not answered by an end from outside", async () => {
    const { terminal, stop } = processWith({ tty: true })
    const answer = terminal.ask?.("Delete? ")
    stop.abort()
    expect(await answer).toBe("")
    expect(await terminal.ask?.("Delete? ")).toBe("")
  })

  it("lets Ctrl-C end the command", async () => {
    const { terminal, streams, stop } = processWith({ tty: true })
    const answer = terminal.ask?.("Delete? ")
    streams.stdin.write("\u0003")
    expect(await answer).toBe("")
    expect(stop.signal.aborted).toBe(true)
  })

  it("is asked by nobody in a pipe", () => {
    expect(processWith({ tty: false }).terminal.ask).toBeUndefined()
  })
})

describe("a reader that leaves", () => {
  it("ends the command", () => {
    const { streams, stop } = processWith({ tty: false })
    streams.stdout.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }))
    expect(stop.signal.reason).toBeInstanceOf(ReaderLeft)
  })

  it("is no other failure", () => {
    const { streams, stop } = processWith({ tty: false })
    const failure = Object.assign(new Error("no space"), { code: "ENOSPC" })
    expect(() => streams.stdout.emit("error", failure)).toThrow("no space")
    expect(stop.signal.aborted).toBe(false)
  })
})

describe("the standard input", () => {
  it("is read to its end", async () => {
    const { terminal, streams } = processWith({ tty: false })
    const read = terminal.input()
    const [first, second] = [Buffer.from("Grü").subarray(0, 3), Buffer.from("Grü").subarray(3)]
    streams.stdin.write(first)
    streams.stdin.end(second)
    expect(await read).toBe("Grü")
  })

  it("is left when the command is stopped", async () => {
    const { terminal, stop } = processWith({ tty: true })
    const read = terminal.input()
    stop.abort()
    await expect(read).rejects.toMatchObject({ name: "AbortError" })
  })
})
