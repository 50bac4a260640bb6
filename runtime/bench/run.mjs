/** Runs benchmarks: all, or those named (`npm run bench -w runtime -- sse`). Each is bundled first, as a user's program is. */
import { build } from "esbuild"
import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

const folder = fileURLToPath(new URL(".", import.meta.url))
const cache = `${folder}../node_modules/.cache/bench`
mkdirSync(cache, { recursive: true })
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
    target: "node20",
    packages: "external",
    logLevel: "warning",
  })
  const { status } = spawnSync(process.execPath, [outfile], { stdio: "inherit" })
  if (status !== 0) process.exit(status ?? 1)
}
