import { readFileSync } from "node:fs"
import Ajv from "ajv"
import { describe, expect } from "vitest"
import { loadManifest, manifestJsonSchema } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

const validate = new Ajv({ allErrors: true }).compile(manifestJsonSchema())
const tinker = readFileSync(new URL("../../../examples/tinkex/src/manifest.pristine.json", import.meta.url), "utf8")

const base = { name: "x", version: "1", endpoints: {} }
const endpoint = (keys: object) => ({ ...base, endpoints: { a: { method: "GET", path: "/a", ...keys } } })

describe("the JSON Schema of manifests", () => {
  it("accepts the Tinker manifest", () => {
    validate(JSON.parse(tinker))
    expect(validate.errors ?? []).toEqual([])
  })

  it.each([
    ["nothing but what is required", base, true],
    ["a list of endpoints", { ...base, endpoints: [{ id: "a", method: "get", path: "/a" }] }, true],
    ["an older spelling", { ...base, policies: {} }, true],
    ["one scheme", { ...base, auth: { type: "bearer" } }, true],
    ["named schemes", { ...base, auth: { admin: [{ type: "bearer" }] } }, true],
    ["a removed header", endpoint({ headers: { "X-A": false } }), true],
    ["an unknown key", { ...base, colour: 1 }, false],
    ["an unknown key of an endpoint", endpoint({ metod: "GET" }), false],
    ["no method", { ...base, endpoints: { a: { path: "/a" } } }, false],
    ["text for a flag", endpoint({ telemetry: "off" }), false],
    ["a path without a slash", endpoint({ path: "a" }), false],
    ["N137 alternatives", { ...base, defaults: { auth: ["a", false] } }, true],
    ["N137 a scheme among alternatives", { ...base, defaults: { auth: [{ type: "bearer" }] } }, false],
    ["an unknown scheme", { ...base, auth: { type: "magic" } }, false],
  ])("agrees with the loader: %s", (_, manifest, want) => {
    expect(validate(manifest)).toBe(want)
    expect(loadManifest(JSON.stringify(manifest), "a.pristine.json").errors === undefined).toBe(want)
  })
})
