import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { launchChromium } from "../../../playground/tests/launch-chromium.ts"
import { it } from "../test.ts"
import { bundleForRealm } from "./bundle.ts"
import { platformCases } from "./cases/index.ts"
import type { PlatformContext } from "./platform-case.ts"
import type { CaseResult } from "./run-cases.ts"
import { servePlatforms, type PlatformServer } from "./server.ts"

declare function runPlatformCases(context: PlatformContext): Promise<readonly CaseResult[]>

describe("in Chromium, bundled with the condition `browser`,", () => {
  let server: PlatformServer
  let browser: Browser
  let results: readonly CaseResult[] = []

  beforeAll(async () => {
    server = await servePlatforms()
    browser = await launchChromium()
    const page = await browser.newPage()
    const url = `${server.url}/chromium`
    await page.goto(`${url}/page`)
    await page.addScriptTag({ content: await bundleForRealm({ conditions: [], platform: "browser" }) })
    const context: PlatformContext = { url, platform: "browser", transport: "fetch" }
    results = await page.evaluate((given) => runPlatformCases(given), context)
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  it.each(platformCases)("$name", ({ name }) => {
    expect(results.find((result) => result.name === name)).toEqual({ name })
  })
})
