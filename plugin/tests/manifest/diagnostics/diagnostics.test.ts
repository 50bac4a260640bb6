import { describe, expect } from "vitest"
import { loadManifest } from "../../../src/manifest/index.ts"
import { it } from "../../test.ts"
import { codeCases } from "./code.ts"
import { futuresCases } from "./futures.ts"
import { inputsCases } from "./inputs.ts"
import { keysCases } from "./keys.ts"
import { endpoint, splitMark, type Cases } from "./marked-manifest.ts"
import { namesCases } from "./names.ts"
import { readingCases } from "./reading.ts"
import { referencesCases } from "./references.ts"
import { typesCases } from "./types.ts"

/** Every code of the catalogue, or this does not compile. */
const cases: Cases<string> = {
  ...readingCases,
  ...keysCases,
  ...namesCases,
  ...referencesCases,
  ...inputsCases,
  ...typesCases,
  ...codeCases,
  ...futuresCases,
}

describe.each(Object.entries(cases))("%s", (code, rows) => {
  it.each(Object.entries(rows))("%s", (_, { given, want, file = "a.pristine.json" }) => {
    const { text, line, column } = splitMark(given)
    const { errors = [], warnings } = loadManifest(text, file)
    const found = [...errors, ...warnings].filter((diagnostic) => diagnostic.code === code)
    expect(found.map(({ range }) => `${range.start.line}:${range.start.column}`)).toContain(`${line}:${column}`)
    expect(found.map(({ message, fix }) => `${message}\n${fix}`).join("\n")).toContain(want)
  })
})

describe("one run", () => {
  it("tells every problem, in the order of the text", () => {
    const text = `{
  "name": 1, "version": "1",
  "endpoints": { "a": { "metod": "GET", "path": "a" }, "b": { "method": "GET", "path": "/b", "response": "Nope" } },
  "types": { "x": "strin" }
}`
    const { errors = [] } = loadManifest(text, "a.pristine.json")
    expect(errors.map(({ code, range }) => `${range.start.line}:${range.start.column} ${code}`)).toEqual([
      "2:11 PRISTINE_M0102",
      "3:25 PRISTINE_M0101",
      "3:49 PRISTINE_M0402",
      "3:106 PRISTINE_M0301",
      "4:14 PRISTINE_M0205",
      "4:19 PRISTINE_M0301",
    ])
  })

  it("does not take an invalid definition for a missing one", () => {
    const text = endpoint(
      `"retry": "p", "response": "T", "async": true, "poll": { "endpoint": "b" } }, "b": { "path": 1, "method": "GET"`,
      `"retry_policies": { "p": 1 }, "types": { "T": 1 }`,
    )
    const { errors = [] } = loadManifest(text, "a.pristine.json")
    expect(errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "PRISTINE_M0102 /endpoints/b/path",
      "PRISTINE_M0102 /retry_policies/p",
      "PRISTINE_M0102 /types/T",
    ])
  })

  it.each([
    ["an event without a name", `["message"]`, `"type"`],
    ["a union over another field", `["other"]`, `"kind"`],
  ])("says nothing of %s in event_types", (_, types, field) => {
    const text = endpoint(
      `"streaming": true, "event_types": ${types}, "response": "Event"`,
      `"types": { "Event": { "discriminator": ${field}, "any_of": ["A"] }, "A": { "fields": { ${field}: { "const": "a" } } } }`,
    )
    expect(loadManifest(text, "a.pristine.json")).toMatchObject({ warnings: [] })
  })

  it("says of a merge key nothing else", () => {
    const text = `name: x\nversion: v\nbase_url: https://a.test\nendpoints:\n  a: &a { method: GET, path: /a }\n  b: { <<: *a, method: GET, path: /b }\n`
    const { errors = [] } = loadManifest(text, "a.pristine.yaml")
    expect(errors.map(({ code }) => code)).toEqual(["PRISTINE_M0004"])
    const quoted = loadManifest(text.replace("<<: *a", `"<<": *a`), "a.pristine.yaml")
    expect(quoted.errors?.map(({ message }) => message)).toEqual(['Unknown key "<<" in an endpoint.'])
  })

  it("counts past a byte order mark", () => {
    const { errors = [] } = loadManifest(`\ufeff{ "nam": 1 }`, "a.pristine.json")
    expect(errors.find(({ code }) => code === "PRISTINE_M0101")?.range.start).toEqual({ line: 1, column: 4, offset: 3 })
  })

  it("counts lines that end in CR LF", () => {
    const { errors = [] } = loadManifest(`{\r\n  "nam": 1\r\n}`, "a.pristine.json")
    expect(errors.find(({ code }) => code === "PRISTINE_M0101")?.range.start).toEqual({ line: 2, column: 3, offset: 5 })
  })
})
