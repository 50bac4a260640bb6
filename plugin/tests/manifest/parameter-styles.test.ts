import { describe, expect } from "vitest"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

/** Codes and messages of a manifest with one parameter `p`. */
function problemsOf(path: string, parameter: unknown): readonly string[] {
  const endpoints = { a: { method: "GET", path, parameters: { p: parameter } } }
  const types = { Objects: { fields: { a: "integer" } }, Lists: { type: "array", items: "string" } }
  const text = JSON.stringify({ name: "x", version: "1", types, endpoints })
  const { model, errors = [] } = loadManifest(text, "a.pristine.json")
  expect(model === undefined).toBe(errors.length > 0)
  return errors.map(({ code, message, fix }) => `${code} ${message} ${fix}`)
}

const paths = { path: "/{p}", query: "/", header: "/", cookie: "/" } as const
const styles = [
  ...["simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject", "segments", "Form", ""],
] as const
const offered = ["path simple", "path segments", "query form", "header simple"]

type Place = keyof typeof paths

describe("G81 styles that a manifest has, and those that it refuses", () => {
  const rows = (Object.keys(paths) as Place[]).flatMap((place) => styles.map((style) => [place, style] as const))

  it.each(rows)("%s, style %j", (place, style) => {
    const problems = problemsOf(paths[place], { type: "string", in: place, style })
    if (offered.includes(`${place} ${style}`)) expect(problems).toEqual([])
    else
      expect(problems.join("\n")).toMatch(
        place === "cookie" ? /"cookie"/ : style === "" ? /style/ : new RegExp(`"${style}"`),
      )
  })

  it.each<[place: Place, type: string | object, want: RegExp | undefined]>([
    ["query", { type: "array", items: "string" }, undefined],
    ["query", "Lists", undefined],
    ["query", { type: "array", items: { type: "array", items: "string" } }, /M0404.*a list/],
    ["query", { type: "array", items: "Objects" }, /M0404.*an object/],
    ["query", "Objects", /M0404.*an object/],
    ["query", "map", /M0404.*an object/],
    ["query", { any_of: ["string", "Objects"] }, /M0404.*an object/],
    ["path", { type: "array", items: "string" }, /M0404.*a list/],
    ["path", "Lists", /M0404.*a list/],
    ["path", "Objects", /M0404.*an object/],
    ["path", "map", /M0404.*an object/],
    ["header", { type: "array", items: "string" }, /M0404.*a list/],
    ["header", "Lists", /M0404.*a list/],
    ["header", "Objects", /M0404.*an object/],
    ["header", "map", /M0404.*an object/],
    ["header", { any_of: ["string", "Lists"] }, /M0404.*a list/],
  ])("in a %s: %j", (place, type, want) => {
    const problems = problemsOf(paths[place], {
      ...(typeof type === "string" ? { type } : type),
      in: place,
    })
    if (want === undefined) expect(problems).toEqual([])
    else expect(problems.join("\n")).toMatch(want)
  })

  it.each<[place: Place, want: RegExp | undefined]>([
    ["query", undefined],
    ["path", /M0109.*allow_reserved/],
    ["header", /M0109.*allow_reserved/],
  ])("%s with allow_reserved", (place, want) => {
    const problems = problemsOf(paths[place], { type: "string", in: place, allow_reserved: true })
    if (want === undefined) expect(problems).toEqual([])
    else expect(problems.join("\n")).toMatch(want)
  })

  it.each<[place: Place, explode: unknown, want: RegExp | undefined]>([
    ["query", true, undefined],
    ["query", false, undefined],
    ["query", "false", /explode/],
    ["query", null, undefined],
    ["path", true, /M0109.*explode/],
    ["path", false, /M0109.*explode/],
    ["header", true, /M0109.*explode/],
    ["header", false, /M0109.*explode/],
  ])("%s with explode %j", (place, explode, want) => {
    const problems = problemsOf(paths[place], { type: "string", in: place, explode })
    if (want === undefined) expect(problems).toEqual([])
    else expect(problems.join("\n")).toMatch(want)
  })

  it.each([
    ...["allowEmptyValue", "allow_empty_value", "content", "schema", "collectionFormat"],
    ...["collection_format", "depth", "separator"],
  ])("%s is a key that a parameter has not", (key) => {
    expect(problemsOf("/", { type: "string", [key]: true }).join("\n")).toContain(`"${key}"`)
  })
})
