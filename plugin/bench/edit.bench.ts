/**
 * Time from one edit of a manifest to what follows of it: code, modules that a dev server serves, declarations.
 *
 * Method: one process for all; every edit changes one thing in a text that was read before, so caches are warm, as while
 * somebody works. Three edits in turn: the description of an operation, a new optional field of a type, another path.
 * Milliseconds are min / median / max.
 *
 * - `in process`: read, check, and the JavaScript of every part, with comments and maps;
 * - `update told`: from the write until Vite's dev server tells the page, the file watcher included;
 * - `module served`: until `transformRequest` has given the root and the part that the edit is in;
 * - `page served`: until it has given every part, as a page asks that uses all of the API at once;
 * - `declarations`: until the file beside the manifest says what is new; `longest pause`: how long the dev server did
 *   nothing else at most, from the write to the declarations.
 *
 * Every answer must hold the text of its edit.
 *
 * Run with `npm run bench -w unplugin-pristine -- edit`.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { readFile, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { setTimeout as sleep } from "node:timers/promises"
import { createServer, type ViteDevServer } from "vite"
import { createGeneration } from "../src/core/generation.ts"
import { createModuleIds } from "../src/core/module-ids.ts"
import { resolveOptions } from "../src/core/options.ts"
import { pristine } from "../src/index.ts"
import { siblingDeclaration } from "../src/types/index.ts"
import { subjects } from "./documents.ts"
import { benchFolder } from "./folders.ts"
import { createEditor, type Edit } from "./one-edit.ts"
import { spread } from "./run-cold.ts"

const rounds: Readonly<Record<string, number>> = { petstore: 12, bitbucket: 9, github: 9 }
const warmUp = 3

const only = process.env["BENCH_ONLY"]
for (const { name, operations, manifest } of subjects().filter((each) => only === undefined || each.name === only)) {
  const count = rounds[name] ?? 3
  const times = new Map<string, number[]>()
  const note = (what: string, ms: number): void => void times.set(what, [...(times.get(what) ?? []), ms])
  const text = readFileSync(manifest, "utf8")
  editInProcess(text, count, note)
  await editInDevServer(name, text, count, note)
  console.log(`\n${name}, ${operations} operations: milliseconds after one edit, min / median / max of ${count}`)
  for (const [what, list] of times) console.log(`  ${what.padEnd(16)} ${spread(list, 0)}`)
}

function editInProcess(text: string, count: number, note: (what: string, ms: number) => void): void {
  const file = "/api.pristine.json"
  const options = resolveOptions({ types: false })
  const generation = createGeneration(options, createModuleIds(options.include, ".js"))
  const serve = (edited: string): readonly string[] => {
    const read = generation.take(file, edited)
    return (read.generator?.parts ?? []).map((part) => generation.generate(read, { file, part })?.code ?? "")
  }
  serve(text)
  const editor = createEditor(text)
  for (let round = -warmUp; round < count; round += 1) {
    const { text: edited, mark } = editor.next()
    const started = performance.now()
    const codes = serve(edited)
    const ms = performance.now() - started
    if (!codes.some((code) => code.includes(mark))) throw new Error(`${mark} is nowhere`)
    if (round >= 0) note("in process", ms)
  }
}

async function editInDevServer(
  name: string,
  text: string,
  count: number,
  note: (what: string, ms: number) => void,
): Promise<void> {
  // The watcher leaves out whatever stands in a node_modules.
  const root = realpathSync(mkdtempSync(join(tmpdir(), `pristine-edit-${name}-`)))
  symlinkSync(join(benchFolder, "../../node_modules"), join(root, "node_modules"))
  const file = join(root, "api.pristine.json")
  writeFileSync(file, text)
  writeFileSync(join(root, "main.js"), 'import api from "./api.pristine.json"\nexport const all = api\n')
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "silent",
    appType: "custom",
    plugins: [pristine.vite()],
    server: { middlewareMode: true, ws: false },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    const parts = await crawl(server, "/main.js")
    await declared(file, "export default", 0)
    const editor = createEditor(text)
    for (let round = -warmUp; round < count; round += 1) {
      const times = await timeEdit(server, file, parts, editor.next(), editor.path)
      if (round >= 0) for (const [what, ms] of Object.entries(times)) note(what, ms)
    }
  } finally {
    await server.close()
    rmSync(root, { recursive: true, force: true })
  }
}

async function timeEdit(
  server: ViteDevServer,
  file: string,
  urls: ReadonlyMap<string, string>,
  { text, mark, part }: Edit,
  path: string,
): Promise<Readonly<Record<string, number>>> {
  const serve = async (url: string): Promise<string> =>
    (await server.environments.client.transformRequest(url))?.code ?? ""
  const resource = [...urls].find(([url, code]) => url.includes("pristine=resource") && code.includes(path))
  const schemas = [...urls].find(([url]) => url.endsWith("pristine=schemas"))
  const [url] = (part === "schemas" ? schemas : resource) ?? raise(`No part for ${mark}`)
  // A watcher tells two writes apart by their time.
  await sleep(200)
  const before = (await stat(siblingDeclaration(file))).mtimeMs
  const pauses = monitorEventLoopDelay({ resolution: 1 })
  const told = nextUpdate(server)
  pauses.enable()
  const started = performance.now()
  const since = (): number => performance.now() - started
  // At one go, as an editor does in its own process: written in turns, the watcher would tell of the first half.
  writeFileSync(file, text)
  await told
  const updateTold = since()
  await serve("/api.pristine.json.js")
  const code = await serve(url)
  const moduleServed = since()
  if (!code.includes(mark)) throw new Error(`${mark} is not in ${url}`)
  for (const each of urls.keys()) await serve(each)
  const pageServed = since()
  await declared(file, mark, before)
  const declarations = since()
  pauses.disable()
  return {
    "update told": updateTold,
    "module served": moduleServed,
    "page served": pageServed,
    declarations,
    "longest pause": pauses.max / 1e6,
  }
}

/** Every generated module of a manifest, by its url. */
async function crawl(
  server: ViteDevServer,
  url: string,
  seen = new Map<string, string>(),
): Promise<ReadonlyMap<string, string>> {
  if (seen.has(url)) return seen
  const code = (await server.environments.client.transformRequest(url))?.code ?? ""
  seen.set(url, code)
  for (const [, specifier = ""] of code.matchAll(/^(?:import|export)\b[^"';]*?\bfrom\s*"([^"\n]+)"/gm))
    if (specifier.startsWith("/api.pristine.json")) await crawl(server, specifier, seen)
  return seen
}

/** Resolves when the dev server tells the page to take something anew. */
function nextUpdate(server: ViteDevServer): Promise<void> {
  const { hot } = server.environments.client
  const send = hot.send.bind(hot)
  return new Promise((resolve) => {
    hot.send = (...args: unknown[]) => {
      const [payload] = args as [{ readonly type?: string } | string]
      if (typeof payload === "object" && ["update", "full-reload"].includes(payload.type ?? "")) {
        hot.send = send
        resolve()
      }
      Reflect.apply(send, hot, args)
    }
  })
}

/** Resolves when the declarations of a manifest are newer than a time and hold a word. */
async function declared(manifest: string, word: string, after: number): Promise<void> {
  const file = siblingDeclaration(manifest)
  for (;;) {
    const written = await stat(file).catch(() => undefined)
    if (written && written.mtimeMs > after && (await readFile(file, "utf8")).includes(word)) return
    await sleep(5)
  }
}

function raise(message: string): never {
  throw new Error(message)
}
