import { readFile, writeFile } from "node:fs/promises"
import { relative } from "node:path"
import { createLogger, createServer, type HotPayload, type InlineConfig, type ViteDevServer } from "vite"
import { afterEach, beforeEach, describe, expect } from "vitest"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { pristine, type Options } from "../../src/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"
import { createReplayTransport, type ReplayTransport } from "./replay-transport.ts"
import { crawl } from "./served-modules.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

const entry = "/src/forms/default.js"
const manifest = "src/petstore.pristine.json"

let workspace: Workspace
let server: ViteDevServer | undefined
beforeEach(async () => {
  workspace = await createWorkspace()
})
afterEach(async () => {
  await server?.close()
  server = undefined
  await workspace.dispose()
})

async function start(config: InlineConfig = {}, options?: Options): Promise<ViteDevServer> {
  server = await createServer({
    root: workspace.app,
    configFile: false,
    logLevel: "silent",
    appType: "custom",
    resolve: { alias: { "@": workspace.path("src") } },
    plugins: [pristine.vite(options)],
    server: { middlewareMode: true, ws: false },
    optimizeDeps: { noDiscovery: true },
    ...config,
  })
  return server
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = workspace.path(file)
  await writeFile(path, change(await readFile(path, "utf8")))
}

/** The next message to the browser that fits; listens from the call on. */
function nextMessage(vite: ViteDevServer, fits: (payload: HotPayload) => boolean): Promise<HotPayload> {
  const { hot } = vite.environments.client
  const send = hot.send.bind(hot)
  return new Promise((resolve) => {
    hot.send = (...args: unknown[]) => {
      const [payload] = args
      if (typeof payload === "object" && payload !== null && fits(payload as HotPayload)) resolve(payload as HotPayload)
      Reflect.apply(send, hot, args)
    }
  })
}

async function called(vite: ViteDevServer): Promise<string | undefined> {
  const { run } = (await vite.ssrLoadModule(entry)) as { run: (transport: ReplayTransport) => Promise<unknown> }
  const transport = createReplayTransport({ id: 7, name: "Rex" })
  await run(transport)
  return transport.requests[0]?.url
}

describe("the dev server, for the browser", () => {
  it("serves generated modules whose imports are rewritten", async () => {
    const urls = await crawl(await start(), entry)
    expect([...urls.keys()].filter((url) => url.includes("resource:pets"))).toHaveLength(1)
    for (const [url, code] of urls) {
      expect(code, url).not.toMatch(/from "pristine-runtime/)
      expect(code, url).not.toMatch(/from "\.\//)
    }
  })

  it("shows a call that the manifest does not have, once for the browser and the server", async () => {
    const warnings: string[] = []
    const customLogger = { ...createLogger("silent"), warn: (text: string) => void warnings.push(text) }
    const file = "/src/misspelt.js"
    await workspace.write(
      `.${file}`,
      `import api from "./petstore.pristine.json"\nexport const found = api.pets.gett\n`,
    )
    const vite = await start({ customLogger })
    await vite.environments.client.transformRequest(file)
    await vite.ssrLoadModule(file)
    const told = warnings.filter((text) => text.includes('api.pets has no "gett"'))
    expect(told).toEqual([expect.stringMatching(/src\/misspelt\.js:2:31 warning PRISTINE_B0301/)])
  })

  it("gotcha 1: has no generated module import the manifest that it watches: it would be its own importer", async () => {
    const vite = await start()
    await crawl(vite, entry)
    const { moduleGraph } = vite.environments.client
    const parts = [...(moduleGraph.getModulesByFile(workspace.path(`${manifest}.js`)) ?? [])]
    expect(parts.length).toBeGreaterThan(3)
    const [root, ...others] = parts.filter(({ id }) => id === workspace.path(`${manifest}.js`))
    expect(others).toEqual([])
    expect([...(root?.importers ?? [])].map(({ url }) => url)).toEqual([entry])
    // They watch it, though.
    const watched = moduleGraph.getModulesByFile(workspace.path(manifest)) ?? new Set()
    expect([...watched].flatMap(({ importers }) => [...importers]).length).toBe(parts.length)
  })

  it("gotcha 2: serves a generated module that is asked for directly", async () => {
    const vite = await start()
    for (const url of [
      `/${manifest}.js`,
      `/${manifest}.js?pristine=operations`,
      `/${manifest}.js?pristine=resource:pets`,
    ]) {
      const result = await vite.environments.client.transformRequest(url)
      expect(result?.code, url).toContain("pristine=")
    }
  })

  it("gotcha 5: leaves the attribute of import() to the browser, which then takes nothing but JSON", async () => {
    const vite = await start()
    const result = await vite.environments.client.transformRequest("/src/forms/dynamic-attribute.js")
    expect(result?.code).toMatch(/import\("[^"]+\.js", \{ with: \{ type: "json" \} \}\)/)
  })

  it("leaves ?raw and ?url to Vite", async () => {
    const vite = await start()
    const raw = await vite.environments.client.transformRequest(`/${manifest}?raw`)
    expect(raw?.code).toMatch(/export default "\{/)
    const url = await vite.environments.client.transformRequest(`/${manifest}?url`)
    expect(url?.code).toContain(`export default "/${manifest}"`)
  })

  it("serves the manifest itself to whoever fetches it", async () => {
    const vite = await start({ server: { host: "127.0.0.1", port: 0, ws: false } })
    await vite.listen()
    const url = new URL(manifest, vite.resolvedUrls?.local[0])
    const response = await fetch(url)
    expect(await response.text()).toBe(await readFile(workspace.path(manifest), "utf8"))
    expect(response.headers.get("content-type")).toMatch("application/json")
  })

  it("gotcha 3: optimizes a dependency that imports a manifest", async () => {
    const vite = await start({
      optimizeDeps: { include: ["@acme/dep"], noDiscovery: true },
      cacheDir: workspace.path("node_modules/.vite"),
    })
    const optimizer = vite.environments.client.depsOptimizer
    await optimizer?.init()
    const { file = "", processing } = optimizer?.metadata.optimized["@acme/dep"] ?? {}
    await processing
    const code = await readFile(file, "utf8")
    expect(code).toContain("https://dep.test")
  })
})

describe("saving a manifest", () => {
  const replace = (from: string, to: string) => (text: string) => text.replaceAll(from, to)

  /** Files are reported by the test: the watcher drops what follows an event within 50 ms. */
  async function saved(vite: ViteDevServer, change: (text: string) => string): Promise<HotPayload> {
    const update = nextMessage(vite, ({ type }) => type === "update")
    await edit(manifest, change)
    vite.watcher.emit("change", workspace.path(manifest))
    return update
  }

  async function startWatching(
    watch: object = { ignored: ["**"] },
    options?: Options,
    config?: InlineConfig,
  ): Promise<ViteDevServer> {
    await workspace.write("src/accepting.js", `export * from "./forms/default.js"\nimport.meta.hot?.accept()\n`)
    const vite = await start({ server: { middlewareMode: true, ws: false, watch }, ...config }, options)
    await vite.environments.client.transformRequest("/src/accepting.js")
    await crawl(vite, entry)
    return vite
  }

  it("updates the importer, in the browser and on the server", async () => {
    const vite = await startWatching({})
    expect(await called(vite)).toBe("https://petstore.test/v1/pets/7")
    const update = nextMessage(vite, ({ type }) => type === "update")
    await edit(manifest, replace('"/pets/{pet_id}"', '"/animals/{pet_id}"'))
    expect(await update).toMatchObject({ updates: [{ type: "js-update", path: "/src/accepting.js" }] })
    const texts = [...(await crawl(vite, entry)).values()].join("\n")
    expect(texts).toContain("/animals/")
    expect(texts).not.toContain('"/pets/{pet_id}"')
    expect(await called(vite)).toBe("https://petstore.test/v1/animals/7")
  })

  it("shows what is wrong with a broken one, and recovers when it is repaired", async () => {
    const vite = await startWatching()
    await saved(vite, replace('"method": "POST"', '"method": "BROKEN"'))
    const error: unknown = await vite.environments.client
      .transformRequest(`/${manifest}.js`)
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ plugin: "pristine", loc: { file: workspace.path(manifest), line: 21 } })
    const text = await readFile(workspace.path(manifest), "utf8")
    const { errors = [] } = loadManifest(text, relative(process.cwd(), workspace.path(manifest)))
    expect((error as Error).message).toBe(errors.map((each) => formatDiagnostic(each, text)).join("\n\n"))
    // Vite's own frame would show another line, and its overlay would take ours out of the text.
    expect((error as { frame: string }).frame.trim()).toBe("")
    await expect(vite.ssrLoadModule(entry)).rejects.toThrow("petstore.pristine.json:21")

    await saved(vite, replace('"method": "BROKEN"', '"method": "POST"'))
    expect(await called(vite)).toBe("https://petstore.test/v1/pets/7")
  })

  it("says in the terminal and to the page what changed in meaning, also over a broken text", async () => {
    const lines: string[] = []
    const logger = createLogger("info")
    logger.info = (text) => void lines.push(text)
    const vite = await startWatching(undefined, { types: false }, { customLogger: logger })
    const told: unknown[] = []
    const { hot } = vite.environments.client
    const send = hot.send.bind(hot)
    hot.send = (...args: unknown[]) => {
      if (args[0] === "pristine:changed") told.push(args[1])
      Reflect.apply(send, hot, args)
    }
    await saved(vite, replace('"method": "POST"', '"method": "BROKEN"'))
    await saved(vite, replace("only_in_orders", "total"))
    expect(told).toEqual([])
    await saved(vite, replace('"method": "BROKEN"', '"method": "POST"'))
    const changes = ["Order.only_in_orders is gone", "Order.total is new and required"]
    expect(told).toEqual([{ file: manifest, changes }])
    expect(lines.filter((line) => line.includes("Order"))).toEqual([`${manifest}: ${changes.join("; ")}`])

    const root = await vite.environments.client.transformRequest(`/${manifest}.js`)
    expect(root?.code).toContain(`"pristine:changed"`)
    const onServer = await vite.environments.ssr.transformRequest(`/${manifest}.js`)
    expect(onServer?.code).not.toContain("pristine:changed")
  })

  it.each([
    ["has a notice in the page", true],
    ["has none where overlays are turned off", false],
  ])("%s", async (_, overlay) => {
    const server = { middlewareMode: true, ws: false, watch: null, hmr: { overlay } } as const
    const vite = await startWatching(undefined, undefined, { server })
    const root = await vite.environments.client.transformRequest(`/${manifest}.js`)
    expect(root?.code.includes("pristine-notice")).toBe(overlay)
  })

  it("writes the declarations of a saved manifest that nobody asks for", async () => {
    const vite = await startWatching(undefined, { types: "sibling" })
    await saved(vite, replace("only_in_pages", "pets_of_a_page"))
    await vite.close()
    server = undefined
    const declaration = workspace.path("src/petstore.pristine.d.json.ts")
    expect(await readFile(declaration, "utf8")).toContain("pets_of_a_page")
  })

  it("rewrites the declarations", async () => {
    const vite = await startWatching(undefined, { types: "sibling" })
    const declaration = workspace.path("src/petstore.pristine.d.json.ts")
    await saved(vite, replace("only_in_pages", "pets_of_a_page"))
    await crawl(vite, entry)
    await vite.close()
    server = undefined
    expect(await readFile(declaration, "utf8")).toContain("pets_of_a_page")
  })
})
