import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { afterAll, beforeAll, expect } from "vitest"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"
import { buildWithBun } from "../hosts/build/bun.ts"
import { buildWithFarm } from "../hosts/build/farm.ts"
import { createWorkspace, type Workspace } from "../hosts/workspace.ts"

const repository = fileURLToPath(new URL("../../../", import.meta.url))

/** Two errors and a warning, one of them behind a tab and letters of several bytes. */
const broken = `{
  "name": "broken",
  "version": "1.0.0",
  "base_url": "https://broken.test",
  "endpoints": {
    "get_pet": { "method": "BROKEN", "path": "/pets/{pet_id}", "response": "Pet" },
\t\t"get_dog": { "description": "Wüffe – groß", "method": "GET", "path": "/dogs", "response": "Pte" }
  },
  "types": { "Pet": { "fields": { "born": { "type": "string", "format": "datetime" } } } }
}
`

/** A format that nothing knows; importers that take the API apart have roots of their own. */
const doubtful = JSON.stringify({
  name: "doubtful",
  version: "1.0.0",
  base_url: "https://doubtful.test",
  endpoints: { ping: { method: "GET", path: "/ping", response: "Day" }, pong: { method: "GET", path: "/pong" } },
  types: { Day: { fields: { day: { type: "string", format: "dat" } } } },
})
const taking = (name: string): string =>
  `import api from "./doubtful.pristine.json"\nconst { ${name} } = api\nexport { ${name} }\n`

const priced = `{
  "name": "priced",
  "version": "1.0.0", "base_url": "https://priced.test",
  "endpoints": {
    "ping": { "method": "GET", "path": "/ping" }
  }
}
`

const entry = "src/uses-broken.js"
const outputOf = (tool: string) => `import tool from ${JSON.stringify(join(repository, "node_modules", tool))}`
const compilerScript = (tool: string): string => `${outputOf(tool)}
const compiler = tool({
  mode: "development", context: import.meta.dirname, entry: "./${entry}", experiments: { outputModule: true },
  plugins: [pristine.${tool === "webpack/lib/index.js" ? "webpack" : "rspack"}({ types: false })],
})
compiler.run((error, stats) => {
  if (error) throw error
  console.log(stats.toString({ preset: "errors-warnings", colors: false }))
  compiler.close(() => {})
})`

/** The command lines of the hosts; esbuild, webpack and Rspack have none that takes plugins, and print by themselves. */
const hosts = [
  {
    name: "esbuild",
    file: "build.mjs",
    script: `${outputOf("esbuild/lib/main.js")}
await tool.build({ entryPoints: ["${entry}"], bundle: true, outdir: "out", plugins: [pristine.esbuild({ types: false })] })
  .catch(() => {})`,
    command: ["build.mjs"],
  },
  {
    name: "vite",
    file: "vite.config.mjs",
    script: "export default { plugins: [pristine.vite({ types: false })] }",
    command: [join(repository, "node_modules/vite/bin/vite.js"), "build", "--ssr", entry],
  },
  {
    name: "rollup",
    file: "rollup.config.mjs",
    script: `export default { input: "${entry}", output: { dir: "out" }, plugins: [pristine.rollup({ types: false })] }`,
    command: [join(repository, "node_modules/rollup/dist/bin/rollup"), "-c", "rollup.config.mjs"],
  },
  {
    name: "rolldown",
    file: "rolldown.config.mjs",
    script: `export default { input: "${entry}", output: { dir: "out" }, plugins: [pristine.rolldown({ types: false })] }`,
    command: [join(repository, "node_modules/rolldown/bin/cli.mjs"), "-c", "rolldown.config.mjs"],
  },
  { name: "webpack", file: "webpack.mjs", script: compilerScript("webpack/lib/index.js"), command: ["webpack.mjs"] },
  { name: "rspack", file: "rspack.mjs", script: compilerScript("@rspack/core/dist/index.js"), command: ["rspack.mjs"] },
]

let workspace: Workspace
let plugin: string
beforeAll(async () => {
  workspace = await createWorkspace()
  await workspace.write("src/broken.pristine.json", broken)
  await workspace.write("src/doubtful.pristine.json", doubtful)
  for (const name of ["ping", "pong"]) await workspace.write(`src/${name}.js`, taking(name))
  await workspace.write(
    "src/doubtful.js",
    `import { ping } from "./ping.js"\nimport { pong } from "./pong.js"\nconsole.log(ping, pong)\n`,
  )
  await workspace.write(entry, `import api from "./broken.pristine.json"\nconsole.log(api)\n`)
  // The plugin as plain JavaScript, where its dependencies are found.
  plugin = await mkdtemp(join(repository, "node_modules/.pristine-terminal-"))
  const entryPoints = [join(repository, "plugin/src/index.ts")]
  await build({ entryPoints, outdir: plugin, bundle: true, packages: "external", format: "esm", platform: "node" })
})
afterAll(async () => {
  await workspace.dispose()
  await rm(plugin, { recursive: true, force: true })
})

/** What `unplugin-pristine check` prints of a manifest. */
function checked(name: string, text: string): string {
  const { errors = [], warnings } = loadManifest(text, name)
  return [...errors, ...warnings].map((diagnostic) => formatDiagnostic(diagnostic, text)).join("\n\n")
}

it.each(hosts)("$name shows each problem once, with its lines", async ({ name, file, script, command }) => {
  await workspace.write(file, `import { pristine } from ${JSON.stringify(join(plugin, "index.js"))}\n${script}\n`)
  const printed = normalise(await run(command))
  for (const message of ['"BROKEN" is not a method', 'no type "Pte"']) expect(printed.split(message)).toHaveLength(2)
  // esbuild takes the parts of a message and puts them together itself; Rspack draws a line beside each.
  const unframed = printed.replaceAll(/^ {2}│ ?/gm, "")
  if (name !== "esbuild") expect(unframed).toContain(checked("src/broken.pristine.json", broken))
  await expect(printed).toMatchFileSnapshot(`../snapshots/terminal/${name}.txt`)
})

it.each(hosts)("$name shows a warning once, whatever imports the manifest", async ({ name, file, script, command }) => {
  const own = [script, ...command].map((text) =>
    text.replace(entry, "src/doubtful.js").replace('"development"', '"production"'),
  )
  await workspace.write(file, `import { pristine } from ${JSON.stringify(join(plugin, "index.js"))}\n${own[0]}\n`)
  const printed = await run(own.slice(1))
  expect(printed.split('The format "dat" is not known'), `${name}: ${printed}`).toHaveLength(2)
})

it.each(hosts)(
  "$name shows what a build may not link, once, with its line",
  async ({ name, file, script, command }) => {
    await workspace.write("src/ping.pristine.json", priced)
    await workspace.write("src/priced.js", `import api from "./ping.pristine.json"\nconsole.log(api.ping())\n`)
    const own = [script, ...command].map((text) =>
      text
        .replace(entry, "src/priced.js")
        .replace("{ types: false }", "{ types: false, budget: 10 }")
        .replace('"development"', '"production"'),
    )
    await workspace.write(file, `import { pristine } from ${JSON.stringify(join(plugin, "index.js"))}\n${own[0]}\n`)
    const printed = (await run(own.slice(1))).replaceAll(/^ {2}│ ?/gm, "")
    for (const part of ["Slim its types", 'ping": { "method": "GET", "path": "/ping" }'])
      expect(printed.split(part), `${name}: ${printed}`).toHaveLength(2)
    expect(printed, name).toMatch(/src\/ping\.pristine\.json:5:[45]\b/)
  },
)

/** Twice in one file, once in a file that takes the API apart, and where nobody can tell what it is. */
const misspelt = {
  "src/misspelt.js": `import api from "./doubtful.pristine.json"
import { apart } from "./apart.js"
const pass = (other) => other.anything()
console.log(api.pnig(), apart, pass(api))
`,
  "src/apart.js": `import api from "./doubtful.pristine.json"
const { pign } = api
export const apart = pign
`,
}
const places = ["src/misspelt.js:4:17", "src/apart.js:3:22"]

function expectMisspelt(printed: string, name: string): void {
  for (const [index, message] of ['api has no "pnig"', 'api has no "pign"'].entries()) {
    expect(printed.split(message), `${name}: ${printed}`).toHaveLength(2)
    expect(printed, name).toMatch(new RegExp(String.raw`${places[index]?.replace(/\d+$/, "") ?? ""}\d+`))
  }
  expect(printed, name).not.toContain('"anything"')
}

it.each(hosts)("$name shows calls that a manifest does not have, once", async ({ name, file, script, command }) => {
  for (const [path, text] of Object.entries(misspelt)) await workspace.write(path, text)
  const own = [script, ...command].map((text) => text.replace(entry, "src/misspelt.js"))
  await workspace.write(file, `import { pristine } from ${JSON.stringify(join(plugin, "index.js"))}\n${own[0]}\n`)
  expectMisspelt(await run(own.slice(1)), name)
})

it.each([
  ["farm", "@/doubtful", buildWithFarm],
  ["bun", "./doubtful", buildWithBun],
] as const)("%s shows calls that a manifest does not have, once", async (name, alias, buildWith) => {
  for (const [path, text] of Object.entries(misspelt)) await workspace.write(path, text)
  const printed: string[] = []
  // Farm tells what becomes of an alias; plugins of Bun do not tell each other.
  await workspace.write("src/apart.js", misspelt["src/apart.js"].replace("./doubtful", alias))
  const building = buildWith({
    workspace,
    entries: { misspelt: "src/misspelt.js" },
    options: { types: false },
    printed: (text) => printed.push(text),
  })
  // Bun refuses an import that is not there; what was printed before counts.
  await building.catch(() => undefined)
  expectMisspelt(printed.join("\n"), name)
})

function run(command: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", CI: "1" }
    execFile(process.execPath, command, { cwd: workspace.app, env }, (_error, stdout, stderr) => {
      resolve(`${stdout}\n${stderr}`)
    })
  })
}

/** What differs from machine to machine and from version to version: folders, times, versions, and hosts' own stacks. */
function normalise(text: string): string {
  return (
    text
      .replaceAll(plugin, "<plugin>")
      .replaceAll(workspace.app, "<app>")
      .replaceAll(repository, "<repository>/")
      .replaceAll(/[./]+<repository>/g, "<repository>")
      // webpack names a loader by the shorter of its paths: how that looks is a matter of where the repository lies.
      .replaceAll(/\(from \S*?\/node_modules\//g, "(from <repository>/node_modules/")
      .replaceAll(/^ *at .*\n/gm, "")
      .replaceAll(/\d+(?:\.\d+)? ?m?s\b/g, "<time>")
      .replaceAll(/\bv?\d+\.\d+\.\d+(?:-[\w.]+)?\b/g, (version) => (version === "1.0.0" ? version : "<version>"))
      .replaceAll(/[ \t]+$/gm, "")
      .replaceAll(/\n{3,}/g, "\n\n")
      .trim()
      .concat("\n")
  )
}
