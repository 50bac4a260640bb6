import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import * as nodeModule from "node:module"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { it } from "../test.ts"
import { nodeWithHooks } from "./build/node-with-hooks.ts"
import type { FormRun } from "./build/register-process.ts"
import { compileScript, runScript } from "./build/run-script.ts"
import { builtForms, forms } from "./forms.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

let workspace: Workspace
let register: Awaited<ReturnType<typeof compileScript>>
let runner: Awaited<ReturnType<typeof compileScript>>
beforeAll(async () => {
  workspace = await createWorkspace()
  register = await compileScript(new URL("../../src/register.ts", import.meta.url))
  runner = await compileScript(new URL("build/register-process.ts", import.meta.url))
})
afterAll(() => Promise.all([workspace.dispose(), register.dispose(), runner.dispose()]))

/** Node alone has no aliases. */
const known = [...forms, ...builtForms].filter(({ file }) => !["alias", "same-instance"].includes(file))

async function runWithHooks(files: readonly string[], printed?: (text: string) => void): Promise<readonly FormRun[]> {
  const answer = await runScript({
    program: await nodeWithHooks(),
    args: ["--import", register.script],
    script: runner.script,
    cwd: workspace.app,
    request: files.map((file) => workspace.path(file)),
    printed,
  })
  return JSON.parse(answer) as readonly FormRun[]
}

describe("a Node with module.registerHooks", () => {
  let runs: ReadonlyMap<string, FormRun>
  beforeAll(async () => {
    const results = await runWithHooks(known.map(({ file }) => `src/forms/${file}.js`))
    runs = new Map(known.map(({ file }, index) => [file, results[index] as FormRun]))
  }, 240_000)

  it.each(known)("calls the operation through $name", ({ file, url, token }) => {
    const { result, requests } = runs.get(file) as FormRun
    expect(result).toEqual({ id: 7, name: "Rex" })
    expect(requests.map((request) => request.url)).toEqual([url])
    const authorization = requests[0]?.headers.find(([name]) => name.toLowerCase() === "authorization")?.[1]
    expect(authorization).toBe(token && `Bearer ${token}`)
  })

  it("says all that is wrong with a manifest, with its lines", async () => {
    const broken = (await readFile(workspace.path("src/petstore.pristine.json"), "utf8")).replace('"POST"', '"BROKEN"')
    await workspace.write("src/broken.pristine.json", broken)
    await workspace.write("src/uses-broken.js", `import "./broken.pristine.json"\nexport const run = () => 1\n`)
    const failure = await runWithHooks(["src/uses-broken.js"]).catch(String)
    expect(failure).toContain("broken.pristine.json:21")
    expect(failure).toContain('"BROKEN" is not a method')
  })

  it("warns of calls that a manifest does not have, once, while the program goes on", async () => {
    const api = `import api from "./petstore.pristine.json"\n`
    await workspace.write(
      "src/misspelt.js",
      `${api}export const run = () => 1\nexport const later = () => api.pets.gett()\n`,
    )
    await workspace.write(
      "src/right.js",
      `${api}export const run = () => 2\nexport const later = () => api.pets.get()\n`,
    )
    const printed: string[] = []
    const results = await runWithHooks(["src/misspelt.js", "src/right.js", "src/misspelt.js"], (text) =>
      printed.push(text),
    )
    expect(results.map(({ result }) => result)).toEqual([1, 2, 1])
    const warning = "src/misspelt.js:3:37 warning PRISTINE_B0301"
    expect(printed.join("\n")).toContain(`PristineWarning: ${warning}\napi.pets has no "gett".\n`)
    expect(printed.join("\n").split("PRISTINE_B0301")).toHaveLength(2)
  })

  it("leaves files that are no manifests to Node", async () => {
    await workspace.write("src/plain.json", `{ "id": 7 }`)
    const code = `import data from "./plain.json" with { type: "json" }\nexport const run = () => data\n`
    await workspace.write("src/uses-plain.js", code)
    expect(await runWithHooks(["src/uses-plain.js"])).toEqual([{ result: { id: 7 }, requests: [] }])
  })
})

describe.each("registerHooks" in nodeModule ? [] : [process.version])(
  "Node %s, without module.registerHooks",
  (version) => {
    it("is told what it needs", async () => {
      const stderr = await new Promise<string>((resolve) => {
        execFile(process.execPath, ["--import", register.script, "-e", "0"], (_error, _stdout, text) => resolve(text))
      })
      expect(stderr).toContain(`"unplugin-pristine/register" needs Node 22.15, 23.5 or newer, and this is ${version}.`)
    })
  },
)
