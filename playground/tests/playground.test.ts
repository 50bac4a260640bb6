import { mkdir, stat } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import type { Browser, Page } from "playwright-core"
import { build, preview, type PreviewServer } from "vite"
import { afterAll, beforeAll, expect } from "vitest"
import { launchChromium } from "./launch-chromium.ts"
import { it } from "./test.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const screenshots = fileURLToPath(new URL("../screenshots", import.meta.url))

let server: PreviewServer
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  await build({ root, logLevel: "error" })
  server = await preview({ root, logLevel: "error", preview: { port: 0, host: "127.0.0.1" } })
  browser = await launchChromium()
  // Without motion no story waits between its words.
  page = await browser.newPage({ viewport: { width: 1200, height: 900 }, reducedMotion: "reduce" })
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(server.resolvedUrls?.local[0] ?? "")
})

afterAll(async () => {
  await browser.close()
  await server.close()
})

const rows = [
  {
    scenario: "get",
    request: "GET https://pets.example.com/v1/pets/7",
    response: `"name": "Bella"`,
    result: `"status": "available"`,
  },
  { scenario: "create", request: `"status": "available"`, response: `"id": 8`, result: `"name": "Rex"` },
  { scenario: "stream", request: `"about": "Bella"`, response: "data: ", result: "Bella found a ball and kept it." },
  { scenario: "error", request: "/pets/404", response: "404", result: "No such pet" },
  { scenario: "invalid", request: "Nothing was sent.", response: "Nothing was received.", result: "input" },
]

it.each(rows)("$scenario: shows the request, the response and the result", async (row) => {
  await page.click(`#scenario-${row.scenario}`)
  await page.click("#run")
  await page.waitForFunction((text) => document.querySelector("#result")?.textContent.includes(text), row.result, {
    timeout: 10_000,
  })
  expect(await page.textContent("#request")).toContain(row.request)
  expect(await page.textContent("#response")).toContain(row.response)
  await mkdir(screenshots, { recursive: true })
  const path = `${screenshots}/${row.scenario}.png`
  await page.screenshot({ path, fullPage: true })
  expect((await stat(path)).size).toBeGreaterThan(10_000)
  expect(complaints.splice(0), "errors in the console").toEqual([])
})

it("shows nothing more of a run when something else is chosen", async ({ resources }) => {
  const slow = await browser.newPage({ reducedMotion: "no-preference" })
  resources.defer(() => slow.close())
  await slow.clock.install()
  await slow.goto(server.resolvedUrls?.local[0] ?? "")
  await slow.click("#scenario-stream")
  await slow.click("#run")
  await slow.clock.runFor(200)
  expect(await slow.textContent("#response")).toContain("data: ")
  await slow.click("#scenario-get")
  expect(await slow.getAttribute("#run", "aria-busy")).toBeNull()
  await slow.clock.runFor(10_000)
  expect(await slow.textContent("#response")).toBe("Nothing received yet.")
  await slow.click("#run")
  await slow.clock.runFor(10_000)
  expect(await slow.textContent("#result")).toContain("Bella")
  expect(await slow.textContent("#response")).not.toContain("data: ")
})
