import { spawn } from "node:child_process"
import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { pathToFileURL, fileURLToPath } from "node:url"

const { resolve: resolveModule } = createRequire(import.meta.url)

/** A place in a file; lines and offsets count from 1. */
export interface FilePlace {
  readonly line: number
  readonly offset: number
}

/** What an editor asks: where what stands at some places of a file is defined. */
export interface Probing {
  /** Root of the project. */
  readonly folder: string
  readonly file: string
  readonly places: readonly FilePlace[]
}

/** The first definition of what stands at each place, or `undefined`. */
export type Definitions = readonly ((FilePlace & { readonly file: string }) | undefined)[]

/** Asks the `tsserver` of a TypeScript package: one JSON text a line to it, and between headers from it. */
export async function askTypeScriptServer(packageName: string, { file, places }: Probing): Promise<Definitions> {
  const server = spawn(process.execPath, [
    resolveModule(`${packageName}/lib/tsserver.js`),
    "--disableAutomaticTypingAcquisition",
  ])
  let seq = 0
  const send = (command: string, argument: object): void => {
    server.stdin.write(`${JSON.stringify({ seq: seq++, type: "request", command, arguments: argument })}\n`)
  }
  send("open", { file })
  for (const place of places) send("definition", { file, ...place })
  const answers = new Map<number, Definitions[number]>()
  for await (const line of createInterface(server.stdout)) {
    if (!line.startsWith("{")) continue
    const message = JSON.parse(line) as TypeScriptServerMessage
    if (message.type !== "response" || message.command !== "definition") continue
    const [first] = message.body ?? []
    answers.set(message.request_seq, first && { file: first.file, ...first.start })
    if (answers.size === places.length) send("exit", {})
  }
  return places.map((_, index) => answers.get(index + 1))
}

interface TypeScriptServerMessage {
  readonly type: string
  readonly command?: string
  readonly request_seq: number
  readonly body?: readonly { readonly file: string; readonly start: FilePlace }[]
}

/** Asks TypeScript 7 over the Language Server Protocol 3.17 (`tsc --lsp --stdio`), which counts from 0. */
export async function askLanguageServer({ folder, file, places }: Probing): Promise<Definitions> {
  const tsc = join(dirname(resolveModule("typescript-7/package.json")), "bin/tsc")
  const server = spawn(process.execPath, [tsc, "--lsp", "--stdio"], { cwd: folder })
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message })
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const uri = pathToFileURL(file).href
  const text = await readFile(file, "utf8")
  send({
    id: 0,
    method: "initialize",
    params: { processId: null, rootUri: pathToFileURL(folder).href, capabilities: {} },
  })
  const answers = new Map<number, Definitions[number]>()
  for await (const message of readMessages(server.stdout)) {
    if (message.method !== undefined) {
      // A question of the server's own; without an answer it would wait.
      if (message.id !== undefined) send({ id: message.id, result: null })
    } else if (message.id === 0) {
      send({ method: "initialized", params: {} })
      send({
        method: "textDocument/didOpen",
        params: { textDocument: { uri, languageId: "typescript", version: 1, text } },
      })
      for (const [index, { line, offset }] of places.entries()) {
        const position = { line: line - 1, character: offset - 1 }
        send({ id: index + 1, method: "textDocument/definition", params: { textDocument: { uri }, position } })
      }
    } else if (message.id === places.length + 1) {
      send({ method: "exit" })
    } else {
      const [first] = [message.result ?? []].flat()
      answers.set(Number(message.id), first && toDefinition(first))
      if (answers.size === places.length) send({ id: places.length + 1, method: "shutdown" })
    }
  }
  return places.map((_, index) => answers.get(index + 1))
}

interface Location {
  readonly uri: string
  readonly range: { readonly start: { readonly line: number; readonly character: number } }
}

interface LanguageServerMessage {
  readonly id?: number | string
  readonly method?: string
  readonly result?: Location | readonly Location[] | null
}

function toDefinition({ uri, range: { start } }: Location): Definitions[number] {
  return { file: fileURLToPath(uri), line: start.line + 1, offset: start.character + 1 }
}

/** Messages of the protocol: a header with the length in bytes, an empty line, JSON. */
async function* readMessages(stream: AsyncIterable<Uint8Array>): AsyncGenerator<LanguageServerMessage> {
  let buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const head = buffer.indexOf("\r\n\r\n")
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString("latin1", 0, Math.max(head, 0)))?.[1])
      if (head === -1 || buffer.length < head + 4 + length) break
      yield JSON.parse(buffer.toString("utf8", head + 4, head + 4 + length)) as LanguageServerMessage
      buffer = buffer.subarray(head + 4 + length)
    }
  }
}
