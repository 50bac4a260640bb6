import { EventEmitter } from "node:events"
import { PassThrough } from "node:stream"
import { expect } from "vitest"
import { Interrupted } from "../../src/cli/interrupted.ts"
import { createProcessTerminal, type TerminalProcess } from "../../src/cli/process-terminal.ts"
import { it } from "../test.ts"

function processWith(facts: { tty: boolean; env?: Record<string, string>; columns?: number }) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  const marks = { isTTY: facts.tty, columns: facts.columns ?? 80 }
  const written = new Map<string, string>()
  for (const name of ["stdout", "stderr"] as const)
    streams[name].on("data", (chunk: Buffer) => written.set(name, (written.get(name) ?? "") + chunk.toString()))
  for (const stream of Object.values(streams)) Object.assign(stream, marks)
  const rawModes: boolean[] = []
  Object.assign(streams.stdin, { setRawMode: (mode: boolean) => void rawModes.push(mode) })
  const signals = new EventEmitter()
  const once = signals.once.bind(signals)
  const process = { cwd: () => "/work", env: facts.env ?? {}, once, ...streams } as unknown as TerminalProcess
  const stop = new AbortController()
  return { terminal: createProcessTerminal(process, stop), streams, written, stop, rawModes, signals }
}

it("shows progress on a terminal, and takes it away before anything else is printed", () => {
  const { terminal, written } = processWith({ tty: true, columns: 12 })
  terminal.progress("checking 1 of 2: a.pristine.json")
  terminal.progress("two")
  terminal.out("done")
  terminal.progress(undefined)
  expect(written.get("stderr")).toBe("checking 1 \r\u001b[2Ktwo\r\u001b[2K")
  expect(written.get("stdout")).toBe("done\n")
})

it.each([
  ["a pipe", { tty: false }],
  ["a dumb terminal", { tty: true, env: { TERM: "dumb" } }],
])("shows none in %s", (_, facts) => {
  const { terminal, written } = processWith(facts)
  terminal.progress("one")
  terminal.err("two")
  expect([...written]).toEqual([["stderr", "two\n"]])
})

it("asks where somebody types", async () => {
  const { terminal, streams, written } = processWith({ tty: true })
  const answer = terminal.ask?.("Write? ")
  streams.stdin.write("yes\n")
  expect(await answer).toBe("yes")
  expect(written.get("stderr")).toContain("Write? ")
})

it("ends a question on Ctrl-C, and leaves the terminal as it was", async () => {
  const { terminal, streams, written, rawModes } = processWith({ tty: true })
  const answer = terminal.ask?.("Write? ")
  streams.stdin.write("y\u0003")
  await expect(answer).rejects.toBeInstanceOf(Interrupted)
  expect(rawModes).toEqual([true, false])
  expect(written.get("stderr")?.endsWith("\n")).toBe(true)
})

it("listens to interrupts only for what would run for ever", () => {
  const { terminal, signals, stop } = processWith({ tty: true })
  expect(signals.listenerCount("SIGINT")).toBe(0)
  const stopped = terminal.whenStopped()
  signals.emit("SIGINT")
  expect([stopped.aborted, stop.signal.aborted]).toEqual([true, true])
})

it("takes the end of the input for no answer", async () => {
  const { terminal, streams } = processWith({ tty: true })
  const answer = terminal.ask?.("Write? ")
  streams.stdin.end()
  expect(await answer).toBe("")
})

it("takes an end from outside for no answer", async () => {
  const { terminal, stop } = processWith({ tty: true })
  const answer = terminal.ask?.("Write? ")
  stop.abort()
  expect(await answer).toBe("")
  expect(await terminal.ask?.("Write? ")).toBe("")
})

it("has nobody to ask in a pipe", () => {
  expect(processWith({ tty: false }).terminal.ask).toBeUndefined()
})
