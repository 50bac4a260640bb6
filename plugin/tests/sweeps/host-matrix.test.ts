import { readFile, readdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { createServer, type ViteDevServer } from "vite"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { pristine } from "../../src/index.ts"
import { it } from "../test.ts"
import { builtForms, expectCall, forms, globForms, type FormModule } from "../hosts/forms.ts"
import { hosts, variants } from "../hosts/hosts.ts"
import { crawl, importsOf } from "../hosts/served-modules.ts"
import { createWorkspace, type Workspace } from "../hosts/workspace.ts"

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
})
afterAll(() => workspace.dispose())

describe.each([...hosts, ...variants])("$name", ({ build, keepsNamespaces, without = [], globs, ownMaps }) => {
  const known = [...forms, ...builtForms, ...(globs ? globForms : [])].filter(({ file }) => !without.includes(file))
  let files: Readonly<Record<string, string>>
  beforeAll(async () => {
    files = await build({
      workspace,
      entries: Object.fromEntries(known.map(({ file }) => [file, `src/forms/${file}.js`])),
    })
  })

  it.each(known)("gotcha 12: calls the operation through $name", (form) =>
    expectCall(form, () => import(files[form.file] ?? "") as Promise<FormModule>),
  )

  it("names the manifest in the source map", async () => {
    const dir = dirname(files["default"] ?? "")
    const maps = (await readdir(dir, { recursive: true })).filter((file) => file.endsWith(".map"))
    const texts = await Promise.all(maps.map((file) => readFile(join(dir, file), "utf8")))
    const sources = texts.flatMap((text) => (JSON.parse(text) as { sources: string[] }).sources)
    const manifest = ownMaps ? /petstore\.pristine\.json\?pristine=/ : /petstore\.pristine\.json$/
    expect(sources.filter((source) => manifest.test(source))).not.toEqual([])
  })

  it("links one operation for one call", async () => {
    const form = keepsNamespaces ? "named" : "default"
    const built = await build({ workspace, entries: { one: `src/forms/${form}.js` }, minify: true })
    const code = await readTogether(dirname(built["one"] ?? ""))
    expect(code).toContain("/pets/{pet_id}")
    expect(["list_pets", "create_pet", "get_order", "only_in_", "/ping"].filter((text) => code.includes(text))).toEqual(
      [],
    )
  })
})

/** Builds nothing: forms run in its module runner, and in browsers. */
describe("vite dev", () => {
  let server: ViteDevServer
  beforeAll(async () => {
    server = await createServer({
      root: workspace.app,
      configFile: false,
      logLevel: "silent",
      appType: "custom",
      resolve: { alias: { "@": workspace.path("src") } },
      plugins: [pristine.vite()],
      server: { middlewareMode: true, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
      ssr: { noExternal: ["@acme/dep"] },
    })
  })
  afterAll(() => server.close())

  it.each([...forms, ...builtForms, ...globForms])("gotcha 4, ssr: calls the operation through $name", (form) =>
    expectCall(form, () => server.ssrLoadModule(`/src/forms/${form.file}.js`) as unknown as Promise<FormModule>),
  )

  it.each([...forms, ...globForms])(
    "client: serves all that $name leads to, with imports that a browser can follow",
    async (form) => {
      const served = await crawl(server, `/src/forms/${form.file}.js`)
      const texts = [...served.values()].join("\n")
      expect(texts).toContain(`"${new URL(form.url).origin}`)
      if (form.token !== undefined) expect(texts).toContain(`"${form.token}"`)
      for (const [url, code] of served) {
        const specifiers = importsOf(code)
        expect(
          specifiers.filter((specifier) => !specifier.startsWith("/")),
          url,
        ).toEqual([])
        // Vite leaves modules out of its analysis whose ids end so, with their imports as they were.
        expect(url).not.toMatch(/\.(?:json|yaml)(?:\?|$)/)
      }
    },
  )
})

/** All code of a build: some hosts always split. */
async function readTogether(dir: string): Promise<string> {
  const files = (await readdir(dir, { recursive: true })).filter((file) => file.endsWith(".mjs"))
  return (await Promise.all(files.map((file) => readFile(join(dir, file), "utf8")))).join("\n")
}
