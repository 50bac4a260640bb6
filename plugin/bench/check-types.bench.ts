/**
 * Time of `tsc` on a program that calls one operation of GitHub's API (1,223 operations).
 *
 * Method: a new process of TypeScript 5.9 (CPU and wall) and of 7 (wall, from a binary), `noEmit`, `strict` and
 * `skipLibCheck`, as templates of projects have it: so what is a declaration file is trusted (ours, openapi-typescript's)
 * and what is a source is checked (the others'). A program that imports nothing stands first. Rounds are interleaved;
 * min / median / max. Sources of others that do not pass the compiler (orval's, of this document) count as they are.
 *
 * Run with `npm run bench -w unplugin-pristine -- check-types`.
 */
import { spawnSync } from "node:child_process"
import { existsSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { benchFolder, cacheFolder, peersFolder } from "./folders.ts"
import { programsOf, subjectNamed } from "./one-call.ts"
import { runCold, spread, type Cost } from "./run-cold.ts"

const rounds = 3
/** A minute and more each time. */
const slow = ["hey-api-valibot"]
const programs = await programsOf(subjectNamed("github"))
const folder = dirname(programs[0]?.file ?? "")
const nodeModules = join(folder, "node_modules")
if (!existsSync(nodeModules)) symlinkSync(join(peersFolder, "node_modules"), nodeModules)
const runtime = join(benchFolder, "../../runtime/dist/index.d.ts")
const empty = join(folder, "empty.ts")
writeFileSync(empty, "export const run = () => undefined\n")

function project(name: string, file: string): string {
  const path = join(folder, `tsconfig.${name}.json`)
  const compilerOptions = {
    target: "es2023",
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["es2023", "dom", "dom.iterable", "esnext.disposable"],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    allowArbitraryExtensions: true,
    paths: { "pristine-runtime": [runtime] },
  }
  writeFileSync(path, JSON.stringify({ compilerOptions, files: [file] }))
  return path
}

const contestants = [{ name: "nothing", file: empty }, ...programs].map(
  ({ name, file }) => [name, project(name, file)] as const,
)
const native = join(cacheFolder, "../../../../node_modules/typescript-7/bin/tsc")
const costs = new Map<string, { readonly five: Cost[]; readonly seven: number[] }>()
for (let round = 0; round < rounds; round += 1) {
  for (const [name, config] of contestants) {
    const own = costs.get(name) ?? { five: [], seven: [] }
    costs.set(name, own)
    if (round > 0 && slow.includes(name)) continue
    own.five.push(runCold([join(peersFolder, "run-tsc.cjs"), "-p", config], true))
    const started = performance.now()
    const { status, stdout } = spawnSync(process.execPath, [native, "-p", config], { encoding: "utf8" })
    if (status !== 0 && name === "pristine") throw new Error(stdout)
    own.seven.push(performance.now() - started)
  }
}
console.log("\nSeconds of tsc for one call of GitHub's API: 5.9 CPU, 5.9 wall, 7 wall")
for (const [name, { five, seven }] of costs) {
  const cpu = spread(
    five.map(({ cpuMs }) => cpuMs / 1000),
    2,
  )
  const wall = spread(
    five.map(({ wallMs }) => wallMs / 1000),
    2,
  )
  console.log(
    `  ${name.padEnd(18)} ${cpu}   ${wall}   ${spread(
      seven.map((ms) => ms / 1000),
      2,
    )}`,
  )
}
