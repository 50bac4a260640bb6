import * as esbuild from "esbuild"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect } from "vitest"
import pristine from "unplugin-pristine/esbuild"
import { launchChromium } from "../../../playground/tests/launch-chromium.ts"
import { byteTokenizer, startLocalService, type LocalService } from "../local-service/index.ts"
import { it } from "./test.ts"

const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url))

/** What a page does with the SDK. */
const script = `
import { ModelInput, ServiceClient } from ${JSON.stringify(entry)}
window.use = async (baseUrl, tokens) => {
  const service = new ServiceClient({ baseUrl, apiKey: "tml-page", log: { info() {}, warn() {}, error() {} } })
  try {
    const { supported_models: models } = await service.getServerCapabilities()
    const sampling = await service.createSamplingClient({ baseModel: models[0].model_name })
    const prompt = ModelInput.fromInts(tokens)
    const params = { max_tokens: 5, temperature: 0, seed: 1 }
    const { sequences } = await sampling.sample(prompt, params, { numSamples: 2 })
    const logprobs = await sampling.computeLogprobs(prompt)
    const rest = await service.createRestClient()
    const sessions = []
    for await (const id of rest.listSessions()) sessions.push(id)
    return { lengths: sequences.map(({ tokens }) => tokens.length), logprobs: logprobs.length, sessions: sessions.length }
  } finally {
    await service.close()
  }
}
`

let service: LocalService
let other: LocalService
let bundled: string
beforeAll(async () => {
  service = await startLocalService({ seed: 1 })
  other = await startLocalService({ seed: 1, cors: service.url })
  const { outputFiles } = await esbuild.build({
    stdin: { contents: script, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "js" },
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    target: "es2022",
    plugins: [pristine({ types: false })],
    logLevel: "silent",
  })
  bundled = outputFiles[0]?.text ?? ""
}, 60_000)
afterAll(() => Promise.all([service.close(), other.close()]))

describe("in a page", () => {
  it.each<[name: string, target: () => string]>([
    ["of the service's own origin", () => service.url],
    ["of an origin that the service lets", () => other.url],
  ])(
    "%s, samples, computes log probabilities and lists sessions",
    async (_, target) => {
      const browser = await launchChromium()
      try {
        const page = await browser.newPage()
        const failures: string[] = []
        page.on("pageerror", (error) => failures.push(error.message))
        await page.goto(`${service.url}/api/v1/healthz`)
        await page.addScriptTag({ content: bundled })
        const tokens = byteTokenizer.encode("the cat")
        const used: unknown = await page.evaluate(`window.use(${JSON.stringify(target())}, ${JSON.stringify(tokens)})`)
        expect([used, failures]).toEqual([{ lengths: [5, 5], logprobs: tokens.length, sessions: 1 }, []])
      } finally {
        await browser.close()
      }
    },
    60_000,
  )

  it("links no module of Node", () => {
    expect([...bundled.matchAll(/["'](node:[^"']+)["']/g)].map(([, name]) => name)).toEqual([])
  })
})
