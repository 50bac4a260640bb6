/**
 * Time to import a client in Node: one operation of it, and all of it.
 *
 * Method: each program is bundled by esbuild for Node, minified, what is imported later in files of its own; a new process measures its `import()` and nothing else.
 * Rounds are interleaved; milliseconds are min / median / max. A program that imports nothing is what a process needs for
 * any module, and stands first.
 *
 * Run with `npm run bench -w unplugin-pristine -- start`.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as esbuild from "esbuild"
import { pristine } from "../src/index.ts"
import { benchFolder, cacheFolder, peersFolder } from "./folders.ts"
import { programsOf, subjectNamed } from "./one-call.ts"
import { spread } from "./run-cold.ts"

const rounds = 15
const folder = join(cacheFolder, "start")
mkdirSync(folder, { recursive: true })
const timer = join(folder, "time-import.mjs")
writeFileSync(
  timer,
  `const started = performance.now()
await import(process.argv[2])
console.log(performance.now() - started)
process.exit()
`,
)

async function bundled(name: string, file: string): Promise<string> {
  const outdir = join(folder, name)
  await esbuild.build({
    entryPoints: [file],
    outdir,
    entryNames: "program",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node22",
    logLevel: "error",
    nodePaths: [join(peersFolder, "node_modules"), join(benchFolder, "../../node_modules")],
    plugins: [pristine.esbuild({ types: false })],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  })
  return join(outdir, "program.mjs")
}

function timeImport(file: string): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, [timer, file], { encoding: "utf8" })
  if (status !== 0) throw new Error(`${file} does not start:\n${stderr}`)
  return Number(stdout)
}

const empty = join(folder, "empty.ts")
writeFileSync(empty, "export const run = () => undefined\n")
for (const name of ["petstore", "github"]) {
  const files: (readonly [name: string, file: string])[] = [["nothing", await bundled("nothing", empty)]]
  for (const program of await programsOf(subjectNamed(name))) {
    files.push([program.name, await bundled(`${name}-${program.name}`, program.file)])
    if (program.whole !== program.file)
      files.push([`${program.name}, whole`, await bundled(`${name}-${program.name}-whole`, program.whole)])
  }
  const times = new Map<string, number[]>(files.map(([label]) => [label, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const [label, file] of files) times.get(label)?.push(timeImport(file))
  }
  console.log(`\n${name}: milliseconds to import`)
  for (const [label, list] of times) console.log(`  ${label.padEnd(26)} ${spread(list, 1)}`)
}
