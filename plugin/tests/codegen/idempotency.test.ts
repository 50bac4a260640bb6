import { describe, expect } from "vitest"
import { generatePart } from "../../src/codegen/index.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { defaults } from "./run-generated.ts"

describe("the idempotency key", () => {
  it.each<[method: string, keyed: boolean]>([
    ["GET", false],
    ["HEAD", false],
    ["POST", true],
    ["PUT", true],
    ["PATCH", true],
    ["DELETE", true],
  ])("A7 of a service that takes keys, with %s: %s", (method, keyed) => {
    const model = modelOf({
      base_url: "https://x.test",
      defaults: { idempotency: true },
      endpoints: { call: { method, path: "/" } },
    })
    const { code } = generatePart(model, "resource:", defaults)
    expect(code.includes('idempotency: { header: "X-Idempotency-Key", newKey: randomKey }')).toBe(keyed)
  })
})
