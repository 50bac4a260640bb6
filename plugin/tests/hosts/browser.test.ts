import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { createLogger, createServer } from "vite"
import { afterEach, beforeEach, expect } from "vitest"
import { launchChromium } from "../../../playground/tests/launch-chromium.ts"
import { pristine } from "../../src/index.ts"
import { it } from "../test.ts"
import { forms, globForms } from "./forms.ts"
import type { ReplayTransport } from "./replay-transport.ts"
import { saveInPlace } from "./save-in-place.ts"
import { watchEverySave } from "./watch-every-save.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

const manifest = "src/petstore.pristine.json"

/** The page's state is a number in a module, a text in a field, and what a reload would take from the window. */
const files = {
  "index.html": `<!doctype html>
<button id="count">0</button>
<input id="note" />
<output id="url"></output>
<script type="module" src="/src/page.js"></script>
`,
  "src/page.js": `import "./view.js"
let count = 0
document.querySelector("#count").onclick = ({ target }) => (target.textContent = String(++count))
`,
  "src/view.js": `import api, { createClient } from "./petstore.pristine.json"
const client = createClient({ auth: false })
const { url } = await api.pets.get.request({ pet_id: 7 }, { client })
document.querySelector("#url").textContent = url
import.meta.hot.accept()
`,
  "src/run-form.js": `import { createReplayTransport } from "./replay-transport.ts"
export async function runForm(file) {
  const { run } = await import(\`/src/forms/\${file}.js\`)
  const transport = createReplayTransport({ id: 7, name: "Rex" })
  return { result: await run(transport), requests: transport.requests }
}
`,
}

interface Session {
  readonly page: Page
  /** What the terminal and the page's console say. */
  readonly printed: readonly string[]
  readonly said: readonly string[]
}

/** A dev server with a page of it in Chromium, closed when `use` is done. */
async function withPage<T>(workspace: Workspace, use: (session: Session) => Promise<T>): Promise<T> {
  const printed: string[] = []
  const said: string[] = []
  const customLogger = createLogger("info")
  customLogger.info = customLogger.warn = customLogger.error = (text) => void printed.push(text)
  const server = await createServer({
    root: workspace.app,
    configFile: false,
    customLogger,
    resolve: { alias: { "@": workspace.path("src") } },
    plugins: [pristine.vite({ types: "sibling" })],
    server: { host: "127.0.0.1", port: 0, fs: { strict: false }, watch: watchEverySave },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    await server.listen()
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      page.on("console", (message) => said.push(message.text()))
      await page.goto(server.resolvedUrls?.local[0] ?? "")
      return await use({ page, printed, said })
    } finally {
      await browser.close()
    }
  } finally {
    await server.close()
  }
}

interface FormRun {
  readonly result: unknown
  readonly requests: ReplayTransport["requests"]
}

let workspace: Workspace
beforeEach(async () => {
  workspace = await createWorkspace()
  for (const [file, text] of Object.entries(files)) await workspace.write(file, text)
  await workspace.write(
    "src/replay-transport.ts",
    await readFile(new URL("replay-transport.ts", import.meta.url), "utf8"),
  )
})
afterEach(() => workspace.dispose())

const edit = (change: (text: string) => string) => saveInPlace(workspace.path(manifest), change)

const shows = (page: Page, url: string) =>
  page.waitForFunction((text) => document.querySelector("#url")?.textContent === text, url, { timeout: 20_000 })

it("every form of import calls its operation in the page", async () => {
  const all = [...forms, ...globForms]
  const runs = await withPage(workspace, async ({ page }) => {
    const results: Record<string, FormRun> = {}
    for (const { file } of all)
      results[file] = await page.evaluate(`import("/src/run-form.js").then(({ runForm }) => runForm("${file}"))`)
    return results
  })
  const seen = all.map(({ name, file }) => {
    const { result, requests = [] } = runs[file] ?? {}
    const authorization = requests[0]?.headers.find(([header]) => header.toLowerCase() === "authorization")?.[1]
    return { name, result, urls: requests.map(({ url }) => url), authorization }
  })
  expect(seen).toEqual(
    all.map(({ name, url, token }) => {
      return { name, result: { id: 7, name: "Rex" }, urls: [url], authorization: token && `Bearer ${token}` }
    }),
  )
})

it("updates the page when a manifest is saved, shows what is broken, recovers, and keeps the page's state", () =>
  withPage(workspace, async ({ page, printed, said }) => {
    await shows(page, "https://petstore.test/v1/pets/7")
    await page.click("#count")
    await page.click("#count")
    await page.fill("#note", "half a sent")
    await page.evaluate("window.sameWindow = true")
    const state = () =>
      page.evaluate(() => [
        document.querySelector("#count")?.textContent,
        document.querySelector<HTMLInputElement>("#note")?.value,
        "sameWindow" in window,
      ])
    const kept = ["2", "half a sent", true]

    await edit((text) => text.replace('"/pets/{pet_id}"', '"/animals/{pet_id}"').replace("only_in_orders", "total"))
    await shows(page, "https://petstore.test/v1/animals/7")
    expect(await state()).toEqual(kept)
    const changes = [
      "pets.get goes to GET /animals/{pet_id}, not to GET /pets/{pet_id}",
      "Order.only_in_orders is gone",
      "Order.total is new and required",
    ]
    expect(said.filter((line) => line.startsWith("[pristine]"))).toEqual(
      changes.map((change) => `[pristine] ${manifest}: ${change}`),
    )
    expect(printed).toContain(`${manifest}: ${changes.join("; ")}`)
    const notice = await page.waitForSelector("pristine-notice")
    const lines = notice.evaluate((element) =>
      [...(element.shadowRoot?.children ?? [])].map((line) => line.textContent),
    )
    expect(await lines).toEqual([manifest, ...changes])
    await notice.click()
    expect(await page.$("pristine-notice")).toBeNull()
    const declaration = workspace.path("src/petstore.pristine.d.json.ts")
    expect(await readFile(declaration, "utf8")).toContain("total")

    await edit((text) => text.replace('"method": "POST"', '"method": "BROKEN"'))
    const overlay = await page.waitForSelector("vite-error-overlay", { state: "attached", timeout: 20_000 })
    const shown = await overlay.evaluate((element) => element.shadowRoot?.textContent ?? "")
    expect(shown).toContain('"BROKEN" is not a method')
    expect(shown).toContain("petstore.pristine.json:21:")
    expect(shown).toMatch(/> 21 \| .*"method": "BROKEN"/)
    expect(printed.join("\n")).toMatch(/> 21 \| .*"method": "BROKEN"/)
    expect(await state()).toEqual(kept)

    await edit((text) => text.replace('"method": "BROKEN"', '"method": "POST"').replace("/animals/", "/beasts/"))
    await page.waitForSelector("vite-error-overlay", { state: "detached", timeout: 20_000 })
    await shows(page, "https://petstore.test/v1/beasts/7")
    expect(await state()).toEqual(kept)
    expect(said).toContain(
      `[pristine] ${manifest}: pets.get goes to GET /beasts/{pet_id}, not to GET /animals/{pet_id}`,
    )
  }))
