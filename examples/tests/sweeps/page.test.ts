import { join } from "node:path"
import { build, preview, type PreviewServer } from "vite"
import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest"
import { launchChromium } from "../../../playground/tests/launch-chromium.ts"
import { it } from "../test.ts"
import { root } from "../workspace.ts"

const folder = join(root, "examples/page")
let server: PreviewServer
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  await build({ root: folder, logLevel: "error" })
  server = await preview({ root: folder, logLevel: "error", preview: { host: "127.0.0.1", port: 0 } })
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 900, height: 1100 } })
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(server.resolvedUrls?.local[0] ?? "")
  await page.waitForFunction(() => document.querySelectorAll("#pictures li").length === 3)
})

afterAll(async () => {
  await browser.close()
  await server.close()
})

const textIn = (selector: string, text: string) =>
  page.waitForFunction(
    ([where = "", what = ""]) => document.querySelector(where)?.textContent.includes(what),
    [selector, text],
  )

afterEach(() => expect(complaints.splice(0)).toEqual([]))

describe("the example in a page", () => {
  it("streams", async () => {
    await page.click("#story button:not([type])")
    await textIn("#words", "Once upon a time there was a fox.")
  })

  it("goes from page to page, and ends", async () => {
    await page.click("#more")
    await page.waitForFunction(() => document.querySelectorAll("#pictures li").length >= 6)
    await page.click("#more")
    await page.waitForFunction(() => document.querySelectorAll("#pictures li").length >= 7)
    await page.click("#more")
    expect(await page.textContent("#pictures li:last-child")).toMatch(/, \d+ bytes$/)
  })

  it("uploads a file, and refuses a form that does not fit", async () => {
    await page.setInputFiles("[name=picture]", { name: "a.png", mimeType: "image/png", buffer: Buffer.alloc(1234) })
    await page.click("#upload button")
    await textIn("#uploaded", "Mine is kept: 1234 bytes")
    await page.fill("[name=title]", "")
    await page.click("#upload button")
    await textIn("#uploaded", "/title")
  })

  it("shows a future's progress and result", async () => {
    await page.click("#render")
    await textIn("#rendered", "Rendered: 640x480")
    expect(await page.getAttribute("#progress", "max")).toBe("100")
  })
})
