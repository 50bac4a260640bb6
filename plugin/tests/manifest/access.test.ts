import { describe, expect } from "vitest"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

/** What loading says about types and endpoints, as a person reads it. */
function problems(types: object, endpoints: object = {}): readonly string[] {
  const text = JSON.stringify({ name: "x", version: "1", endpoints, types }, null, 1)
  const { errors = [] } = loadManifest(text, "a.pristine.json")
  return errors.map((error) => formatDiagnostic(error, text))
}

describe("fields that only one side has", () => {
  it("are on one side", () => {
    const id = { type: "integer", read_only: true, write_only: true }
    expect(problems({ A: { fields: { id } } })).toEqual([
      expect.stringMatching(/PRISTINE_M0109[^]*neither requests nor answers[^]*> \d+ \|\s+"write_only"/),
    ])
  })

  it("do not tell the variants of a union apart", () => {
    const kind = { const: "a", required: true, read_only: true }
    const types = {
      A: { fields: { kind } },
      B: { fields: { kind: { const: "b", required: true } } },
      Either: { any_of: ["A", "B"], discriminator: "kind" },
    }
    expect(problems(types)).toEqual([
      expect.stringMatching(/PRISTINE_M0110[^]*tells variants apart[^]*> \d+ \|\s+"kind": \{/),
    ])
  })

  it.each(["read_only", "write_only"])("are fields of objects: no parameter is %s", (key) => {
    const endpoint = { method: "GET", path: "/", parameters: { id: { type: "integer", [key]: true } } }
    expect(problems({}, { a: endpoint })).toEqual([
      expect.stringMatching(/PRISTINE_M0104[^]*Only a field of an object/),
    ])
  })
})
