import { describe, expect } from "vitest"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

function format(text: string, color = false): readonly string[] {
  const { errors = [] } = loadManifest(text, "api.pristine.json")
  return errors.map((error) => formatDiagnostic(error, text, { color }))
}

describe("a diagnostic as text", () => {
  it("shows place, code, message, lines and fix", () => {
    const text = `{
  "name": "x", "version": "1",
  "endpoints": { "a": { "metod": "GET", "method": "GET", "path": "/a" } }
}`
    expect(format(text)).toEqual([
      `api.pristine.json:3:25 error PRISTINE_M0101
Unknown key "metod" in an endpoint.

  2 |   "name": "x", "version": "1",
> 3 |   "endpoints": { "a": { "metod": "GET", "method": "GET", "path": "/a" } }
    |                         ^^^^^^^
  4 | }

Did you mean "method"?`,
    ])
  })

  it("shows a window of a long line", () => {
    const text = `{ "name": "${"x".repeat(5000)}", "version": "1", "endpoints": {}, "nam": 1, "description": "${"y".repeat(5000)}" }`
    const [printed = ""] = format(text)
    expect(
      printed
        .split("\n")
        .map(({ length }) => length)
        .every((length) => length < 140),
    ).toBe(true)
    expect(printed).toContain(`"nam": 1`)
  })

  const x = "x".repeat(200)
  it.each([
    ["at its end", `{ "nam": 1, "name": "${x}", "version": "1", "endpoints": {} }`, / \{ "nam": 1.*x…$/],
    ["at its start", `{ "name": "${x}", "version": "1", "endpoints": {}, "nam": 1 }`, / …x.*"nam": 1 \}$/],
    ["at both", `{ "name": "${x}", "version": "1", "endpoints": {}, "nam": 1, "description": "${x}" }`, / …x.*x…$/],
    ["nowhere", `{ "nam": 1, "name": "x", "version": "1", "endpoints": {} }`, / \{ "nam": 1[^…]*\}$/],
  ])("shows where a line is cut: %s", (_, text, want) => {
    const [printed = ""] = format(text)
    const [, line = "", mark = ""] = /^> 1 \| (.*)\n {4}\| (.*)$/m.exec(printed) ?? []
    expect(` ${line}`).toMatch(want)
    expect(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe(`"nam"`)
  })

  it("marks what it means beneath tabs and wide escapes", () => {
    const [printed = ""] = format(`{\t"a\u200b":\t1, "name": "x", "version": "1", "endpoints": {} }`)
    const [, line = "", mark = ""] = /> 1 \| (.*)\n {4}\| (.*)/.exec(printed) ?? []
    expect(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe(String.raw`"a\u200b"`)
  })

  it("lets no control character of the manifest through", () => {
    const [printed = ""] = format(`{ "\\u001b[2J\\u202e": 1, "name": "x", "version": "1", "endpoints": {} }`)
    expect(printed.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(printed).toContain(String.raw`\u001b[2J\u202e`)
  })

  it("uses colours when asked", () => {
    expect(format(`{}`, true)[0]).toContain("\u001b[31merror\u001b[0m")
    expect(format(`{}`)[0]).not.toContain("\u001b")
  })
})
