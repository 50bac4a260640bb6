import { createInterface } from "node:readline"
import { Interrupted } from "./interrupted.ts"
import type { Terminal } from "./terminal.ts"
import { wantsColor } from "../terminal/wants-color.ts"

/** The part of a process that a terminal is made of. */
export type TerminalProcess = Pick<NodeJS.Process, "cwd" | "env" | "once" | "stdin" | "stdout" | "stderr">

/** Takes the progress line away: back to its start, and nothing up to its end. */
const clearLine = "\r\u001b[2K"

/** The terminal of a process. Progress is shown where somebody looks at the errors; questions are asked where somebody types. */
export function createProcessTerminal(process: TerminalProcess, stop: AbortController): Terminal {
  const { stdin, stdout, stderr } = process
  const env = (name: string) => process.env[name]
  const showsProgress = stderr.isTTY && env("TERM") !== "dumb"
  let shown = false
  const clear = (): void => {
    if (shown) stderr.write(clearLine)
    shown = false
  }
  const print = (stream: NodeJS.WriteStream) => (text: string) => {
    clear()
    stream.write(`${text}\n`)
  }
  return {
    cwd: process.cwd(),
    color: wantsColor({ isTTY: stderr.isTTY, env }),
    outColor: wantsColor({ isTTY: stdout.isTTY, env }),
    out: print(stdout),
    err: print(stderr),
    progress(text) {
      if (!showsProgress) return
      clear()
      if (text === undefined) return
      stderr.write(text.slice(0, Math.max(1, (stderr.columns || 80) - 1)))
      shown = true
    },
    ...(stdin.isTTY &&
      stderr.isTTY && {
        ask(question: string) {
          clear()
          return askOnce(question, { input: stdin, output: stderr }, stop.signal)
        },
      }),
    whenStopped() {
      process.once("SIGINT", () => stop.abort())
      return stop.signal
    },
  }
}

/** The end of the input, and an end from outside, are no answer. While somebody types, Ctrl-C is a key and no signal. */
async function askOnce(
  question: string,
  streams: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream },
  signal: AbortSignal,
): Promise<string> {
  if (signal.aborted) return ""
  const lines = createInterface(streams)
  const close = (): void => lines.close()
  signal.addEventListener("abort", close)
  try {
    return await new Promise((resolve, reject) => {
      lines.once("line", resolve).once("close", () => resolve(""))
      lines.once("SIGINT", () => {
        streams.output.write("\n")
        reject(new Interrupted())
      })
      lines.setPrompt(question)
      lines.prompt()
    })
  } finally {
    signal.removeEventListener("abort", close)
    lines.close()
  }
}
