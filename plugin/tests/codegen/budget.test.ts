import { gzipSync } from "node:zlib"
import { describe, expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, type BundleOptions } from "./run-generated.ts"

const fields = { id: "integer", name: "string", status: "Status" }
const types = { Pet: { required: ["id", "name"], fields }, Status: { enum: ["available", "sold"] } }
const get = { method: "GET", path: "/pets/{id}", parameters: { id: "integer" }, response: "Pet" }
const events = { method: "GET", path: "/events", streaming: true, response: "Pet" }
const upload = {
  method: "POST",
  path: "/files",
  request: { fields: { file: "string" } },
  content_type: "multipart/form-data",
}
const list = {
  method: "GET",
  path: "/pets",
  parameters: { limit: { type: "integer", default: 100 }, offset: { type: "integer", default: 0 } },
  response: { type: "array", items: "Pet" },
  pagination: { items: "$response.body", limit: "limit", offset: "offset" },
}
const train = { method: "POST", path: "/train", async: true, response: "Pet" }
const create = { method: "POST", path: "/pets", request: "Pet", response: "Pet" }
const head = { base_url: "https://pets.test/v1", auth: { type: "bearer", env: "TOKEN" }, types }

/** Bytes of a page that makes one call, minified and gzipped, as a browser gets them. */
async function sizeOf(
  endpoints: Readonly<Record<string, unknown>>,
  options: BundleOptions = {},
  extra: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const entry = 'import { call } from "api"\nconsole.log(call)'
  const text = await bundle(modelOf({ ...head, ...extra, endpoints }), entry, {
    minify: true,
    platform: "browser",
    ...options,
  })
  return gzipSync(text, { level: 9 }).byteLength
}

// Sizes of today, so that none grows unseen; what they are to come down to is 4,500, 2,800 and 2,400 for the first three.
describe("the budget of one operation, in bytes minified and gzipped", () => {
  it.each<[name: string, endpoint: Readonly<Record<string, unknown>>, options: BundleOptions, budget: number]>([
    ["a GET with every default", get, {}, 14_630],
    ["the same without validation", get, { validate: false }, 13_100],
    ["and without retries", get, { validate: false, retry: false }, 12_260],
    ["a POST of JSON", create, {}, 14_810],
    ["a list of pages", list, {}, 15_400],
    ["a stream", events, {}, 16_870],
    ["a future", train, {}, 17_490],
  ])("%s", async (_, endpoint, options, budget) => {
    expect(await sizeOf({ call: endpoint }, options)).toBeLessThan(budget)
  })
})

describe("what an operation does not use costs it nothing", () => {
  it.each<[name: string, others: Readonly<Record<string, unknown>>]>([
    ["streams", { events }],
    ["uploads", { upload }],
    ["pages", { list }],
    ["bodies", { create }],
    ["futures", { train: { ...train, retry: false } }],
  ])("%s", async (_, others) => {
    const [alone, among] = await Promise.all([sizeOf({ call: get }), sizeOf({ call: get, ...others })])
    // esbuild picks the short names before it drops code, so the same code may pack a few bytes better or worse.
    expect(Math.abs(among - alone)).toBeLessThan(40)
  })
})
