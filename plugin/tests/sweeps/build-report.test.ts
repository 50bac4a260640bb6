import { readFile, readdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as esbuild from "esbuild"
import { afterAll, beforeAll, describe, expect, vi } from "vitest"
import type { BuildReport } from "../../src/report/build-report.ts"
import { pristine, type Options } from "../../src/index.ts"
import { it } from "../test.ts"
import { hosts } from "../hosts/hosts.ts"
import { createWorkspace, type Workspace } from "../hosts/workspace.ts"

const manifest = JSON.stringify(
  {
    name: "shop",
    version: "1.0.0",
    base_url: "https://shop.test",
    auth: {
      user: { type: "bearer", env: "TOKEN" },
      admin: { type: "api_key", header: "X-Admin", env: "KEY", server: true },
    },
    rate_limits: { slow: { requests_per_second: 1 } },
    endpoints: {
      get_pet: { resource: "pets", method: "GET", path: "/pets/{id}", response: "Pet", auth: "user" },
      list_pets: { resource: "pets", method: "GET", path: "/pets", response: "any", auth: false, rate_limit: "slow" },
      remove_pet: { resource: "pets", method: "DELETE", path: "/pets/{id}", response: "void", auth: "admin" },
      'say "hi" é': { name: "greet", method: "GET", path: "/hi", response: "any", auth: false, retry: false },
    },
    types: {
      Pet: { fields: { name: "string", tags: { type: "array", items: "Tag" } } },
      Tag: { enum: ["cat", "dog"] },
    },
  },
  undefined,
  2,
)

const call = (path: string, input = "{}") => `export const run = (client) => api.${path}(${input}, { client })`
const programs = {
  "src/get.js": `import api from "./shop.pristine.json"\nexport * as other from "./other.js"\n${call("pets.get", "{ id: 1 }")}`,
  "src/other.js": `import api from "./shop.pristine.json"\n${call("greet")}`,
  // What it imports itself is no way to the operation.
  "src/page.js": `import { createClient } from "./shop.pristine.json"
export { run } from "./get.js"
export * as admin from "./admin.js"
export const client = createClient()`,
  "src/admin.js": `import { pets } from "./shop.pristine.json"\nexport const run = (client) => pets.remove({ id: 1 }, { client })`,
}

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
  await workspace.write("src/shop.pristine.json", manifest)
  for (const [file, text] of Object.entries(programs)) await workspace.write(file, text)
})
afterAll(() => workspace.dispose())

const reporting = hosts.filter(({ name }) => name !== "farm" && name !== "bun")
const page = { page: "src/page.js" }
const get = { get: "src/get.js" }

/** The text of a build's error, and of those within it. */
async function failure(building: Promise<unknown>): Promise<string> {
  const error = await building.then(
    () => new Error("The build did not fail."),
    (reason: unknown) => reason,
  )
  const { message, errors = [] } = error as Error & { errors?: { text?: string; location?: { line: number } }[] }
  return [message, ...errors.map(({ text = "", location }) => `${text} line ${location?.line}`)].join("\n")
}

describe.each(reporting)("$name", ({ name, build }) => {
  it.each([false, true])("reports what a build holds; minified: %s", async (minify) => {
    const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true)
    try {
      await build({ workspace, entries: get, minify, options: { types: false, report: true } })
    } finally {
      const text = printed.mock.calls.map(([chunk]) => String(chunk)).join("")
      printed.mockRestore()
      expect(text).toMatch(/shop\.pristine\.json: \d of 4 operations used/)
    }
    const environment = name.endsWith("--ssr") ? "ssr/" : ""
    const text = await readFile(workspace.path(`.pristine/report/${environment}src/shop.json`), "utf8")
    const report = JSON.parse(text) as BuildReport
    // Without minification a host may link everything.
    if (minify) expect(report.operations.map(({ call: path }) => path)).toEqual(["pets.get", "greet"])
    const [first] = report.operations.filter(({ id }) => id === "get_pet")
    expect(first).toMatchObject({ call: "pets.get", policies: { auth: ["user"], retry: ["default"] } })
    expect(first?.files.length).toBeGreaterThan(0)
    expect(report.operations.map(({ id }) => id)).toContain('say "hi" é')
    if (minify) expect(report.unused).toEqual(["pets.list", "pets.remove"])
    expect(report.uses).toEqual([
      { file: "src/get.js", line: 3, column: 32, from: "default", chain: ["pets", "get"] },
      { file: "src/other.js", line: 2, column: 32, from: "default", chain: ["greet"] },
    ])
  })

  it("fails for an operation over its budget, at its line", async () => {
    const budget = { "pets.get": 10, "*": 100_000 }
    const text = await failure(build({ workspace, entries: get, minify: true, options: { types: false, budget } }))
    expect(text).toMatch(/pets\.get costs \d+ bytes and may cost 10/)
    expect(text).toMatch(/shop\.pristine\.json:23:\d+|line 23/)
    expect(text).not.toContain("greet costs")
  })

  it("says that a budget names no operation", async () => {
    const options = { types: false, budget: { "pets.gte": 10 } } as const
    expect(await failure(build({ workspace, entries: get, options }))).toMatch(
      /names "pets\.gte", which no manifest of this build has\. Did you mean "pets\.get"\?/,
    )
  })
})

it("esbuild fails for an operation over its budget in a build that goes nowhere", async () => {
  const building = esbuild.build({
    absWorkingDir: workspace.app,
    entryPoints: ["src/get.js"],
    bundle: true,
    write: false,
    format: "esm",
    packages: "external",
    logLevel: "silent",
    plugins: [pristine.esbuild({ types: false, budget: { "pets.get": 10, "*": 100_000 } })],
  })
  expect(await failure(building)).toMatch(/pets\.get costs \d+ bytes and may cost 10/)
})

const inBrowsers = reporting.filter(({ name }) => name !== "vite build --ssr")

describe.each(inBrowsers)("$name, for browsers", ({ name: host, build }) => {
  it("refuses an operation for servers, with the way that leads to it", async () => {
    const request = { workspace, entries: page, minify: true, options: { types: false }, platform: "browser" } as const
    const text = await failure(build(request))
    expect(text).toContain("pets.remove is for servers only")
    expect(text).toMatch(/"src\/page\.js" imports "src\/admin\.js" imports "src\/shop\.pristine\.json"/)
  })

  it.each([
    ["exported again", `import api from "./shop.pristine.json"\nexport default api\n`, "2:16"],
    [
      "bound and exported",
      `import api, { createClient } from "./shop.pristine.json"
import { bind } from "pristine-runtime"
export default bind(api, createClient())\n`,
      "3:21",
    ],
  ])("says that an API is %s, with all that nothing calls", async (form, text, place) => {
    const name = form.replaceAll(" ", "-")
    const file = `src/${name}`
    await workspace.write(`${file}-api.js`, text)
    await workspace.write(
      `${file}.js`,
      `import api from "./${name}-api.js"\nexport const run = () => api.pets.get({ id: 1 })\n`,
    )
    const request = {
      workspace,
      entries: { page: `${file}.js` },
      minify: true,
      options: { types: false },
      platform: "browser",
    } as const
    const reason = await build(request).then(
      () => undefined,
      (error: unknown) => error as Error & { errors?: { notes?: { text: string }[] }[] },
    )
    // Rollup sees through a binding that is exported again: nothing is linked that is not called.
    expect(reason === undefined).toBe(host === "rollup" && form === "exported again")
    if (!reason) return
    const notes = (reason.errors ?? []).flatMap((error) => error.notes ?? [])
    const told = [String(reason), ...notes.map((note) => note.text)].join("\n")
    expect(told).toContain(`"${file}.js" imports "${file}-api.js" imports "src/shop.pristine.json"`)
    expect(told).toContain(`"${file}-api.js:${place}" passes on all of the API`)
  })

  it("has nothing against one that is not linked", async () => {
    await build({ workspace, entries: get, minify: true, options: { types: false }, platform: "browser" })
  })
})

describe.each(reporting.filter(({ name }) => name !== "vite build"))("$name, for servers", ({ build }) => {
  it("links operations for servers", async () => {
    const [file = ""] = Object.values(
      await build({ workspace, entries: page, minify: true, options: { types: false } }),
    )
    const folder = dirname(file)
    const scripts = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".mjs"))
    const texts = await Promise.all(scripts.map((name) => readFile(join(folder, name), "utf8")))
    expect(texts.join("\n")).toContain("remove_pet")
  })
})

describe.each<[string, Options]>([
  ["report", { report: true }],
  ["budget", { budget: 1_000 }],
])("the option %s", (name, options) => {
  it.each(hosts.filter((host) => !reporting.includes(host)))(
    "is refused in $name, which does not tell what it links",
    async (host) => {
      const text = await failure(host.build({ workspace, entries: get, options: { types: false, ...options } }))
      expect(text).toContain(`The option \`${name}\` has no effect in ${host.name}`)
    },
  )
})
