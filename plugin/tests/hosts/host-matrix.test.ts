import { readFile } from "node:fs/promises"
import { createServer } from "vite"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { pristine } from "../../src/index.ts"
import { it } from "../test.ts"
import { hosts, type Host } from "./hosts.ts"
import { createReplayTransport, type ReplayTransport } from "./replay-transport.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

interface Form {
  readonly name: string
  /** File in `src/forms`. */
  readonly file: string
  readonly url: string
  readonly token: string | undefined
}

const pet = { url: "https://petstore.test/v1/pets/7", token: "from-beside-the-manifest" }
const forms: readonly Form[] = [
  { name: "a default import", file: "default", ...pet },
  { name: "a named import", file: "named", ...pet },
  { name: "a namespace import", file: "namespace", ...pet },
  { name: "a dynamic import", file: "dynamic", ...pet },
  { name: "an import attribute", file: "attribute", ...pet },
  { name: "an alias", file: "alias", ...pet },
  { name: "a key of the package's imports", file: "import-key", ...pet },
  { name: "three specifiers of one manifest", file: "same-instance", ...pet },
  { name: "a bound resource", file: "bound", ...pet },
  { name: "YAML", file: "yaml", url: "https://toys.test/toys/7", token: undefined },
  { name: "a package", file: "package", url: "https://dep.test/things/7", token: "from-a-nested-package" },
  {
    name: "a linked package",
    file: "linked-package",
    url: "https://linked.test/things/7",
    token: "from-a-nested-package",
  },
]

/** The dev server's module runner builds nothing: forms run in it. */
const devServer: Host = { name: "vite dev (ssr)", build: () => Promise.resolve({}) }

interface FormModule {
  readonly run: (transport: ReplayTransport) => Promise<unknown>
}

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
})
afterAll(() => workspace.dispose())

async function expectCall(form: Form, load: () => Promise<FormModule>): Promise<void> {
  const transport = createReplayTransport({ id: 7, name: "Rex" })
  const { run } = await load()
  expect(transport.requests).toEqual([])
  await expect(run(transport)).resolves.toEqual({ id: 7, name: "Rex" })
  const [request, ...more] = transport.requests
  expect(more).toEqual([])
  expect(request).toMatchObject({ method: "GET", url: form.url })
  const authorization = request?.headers.find(([name]) => name.toLowerCase() === "authorization")?.[1]
  expect(authorization).toBe(form.token && `Bearer ${form.token}`)
}

describe.each(hosts)("$name", ({ build }) => {
  let files: Readonly<Record<string, string>>
  beforeAll(async () => {
    const entries = Object.fromEntries(forms.map(({ file }) => [file, `src/forms/${file}.js`]))
    files = await build({ workspace, entries })
  })

  it.each(forms)("calls the operation through $name", (form) =>
    expectCall(form, () => import(files[form.file] ?? "") as Promise<FormModule>),
  )

  it("names the manifest in the source map", async () => {
    const dir = (files["default"] ?? "").replace(/default\.mjs$/, "")
    const { readdir } = await import("node:fs/promises")
    const maps = (await readdir(dir, { recursive: true })).filter((file) => file.endsWith(".map"))
    const texts = await Promise.all(maps.map((file) => readFile(dir + file, "utf8")))
    const sources = texts.flatMap((text) => (JSON.parse(text) as { sources: string[] }).sources)
    expect(sources.filter((source) => source.endsWith("petstore.pristine.json"))).not.toEqual([])
  })

  it("links one operation for one call", async () => {
    const built = await build({ workspace, entries: { one: "src/forms/default.js" }, minify: true })
    const code = await readFile(built["one"] ?? "", "utf8")
    expect(code).toContain("/pets/{pet_id}")
    expect(["list_pets", "create_pet", "get_order", "only_in_", "/ping"].filter((text) => code.includes(text))).toEqual(
      [],
    )
  })
})

describe(devServer.name, () => {
  let server: Awaited<ReturnType<typeof createServer>>
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

  it.each(forms)("calls the operation through $name", (form) =>
    expectCall(form, () => server.ssrLoadModule(`/src/forms/${form.file}.js`) as unknown as Promise<FormModule>),
  )
})
