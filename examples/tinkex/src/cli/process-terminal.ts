import { createInterface } from "node:readline"
import { addAbortSignal } from "node:stream"
import { text } from "node:stream/consumers"
import { ReaderLeft, type Terminal } from "./terminal.ts"

/** The part of a process that a terminal is made of. */
export type TerminalProcess = Pick<NodeJS.Process, "cwd" | "env" | "stdin" | "stdout" | "stderr">

/** Back to the start of the line, and nothing up to its end. */
const clearLine = "\r\u001b[2K"

/**
 * The terminal of a process. Progress is shown where somebody looks at the errors, questions are asked where somebody also
 * types. `stop` ends the command: a reader that leaves (`| head`) does, with `ReaderLeft`, and Ctrl-C at a question.
 */
export function createProcessTerminal(process: TerminalProcess, stop: AbortController): Terminal {
  const { stdin, stdout, stderr } = process
  const env = (name: string): string | undefined => process.env[name] || undefined
  const showsProgress = stderr.isTTY && env("TERM") !== "dumb"
  let shown = ""
  for (const stream of [stdout, stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error
      stop.abort(new ReaderLeft())
    })
  const clear = (): void => {
    if (shown !== "") stderr.write(clearLine)
    shown = ""
  }
  const print = (stream: NodeJS.WriteStream) => (lines: string) => {
    clear()
    if (stream.writable) stream.write(`${lines}\n`)
  }
  return {
    cwd: process.cwd(),
    env,
    ...(stdout.isTTY && { columns: stdout.columns || 80 }),
    outColor: wantsColor(stdout.isTTY, process.env),
    errColor: wantsColor(stderr.isTTY, process.env),
    out: print(stdout),
    err: print(stderr),
    progress(line) {
      if (!showsProgress || line === shown) return
      clear()
      if (line === undefined) return
      stderr.write(line.slice(0, Math.max(1, (stderr.columns || 80) - 1)))
      shown = line
    },
    ...(stdin.isTTY &&
      stderr.isTTY && {
        ask(question: string) {
          clear()
          return askOnce(question, { input: stdin, output: stderr }, stop)
        },
      }),
    input: () => text(addAbortSignal(stop.signal, stdin)),
    signal: stop.signal,
  }
}

/** `FORCE_COLOR` decides first (`0` and `false` against), then a `NO_COLOR` that is not empty (no-color.org), then the terminal. */
function wantsColor(isTty: boolean, env: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: term } = env
  if (forced !== undefined) return forced !== "0" && forced !== "false"
  return isTty && (refused ?? "") === "" && term !== "dumb"
}

/** The end of the input, and an end from outside, are no answer. */
async function askOnce(
  question: string,
  streams: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream },
  stop: AbortController,
): Promise<string> {
  const { signal } = stop
  if (signal.aborted) return ""
  const lines = createInterface(streams)
  const close = (): void => lines.close()
  signal.addEventListener("abort", close)
  try {
    return await new Promise((resolve) => {
      lines.once("line", resolve).once("close", () => resolve(""))
      // Here Ctrl-C is a key, which reaches the process by no other way.
      lines.once("SIGINT", () => stop.abort())
      lines.setPrompt(question)
      lines.prompt()
    })
  } finally {
    signal.removeEventListener("abort", close)
    lines.close()
  }
}
