import { beforeAll, describe, expect } from "vitest"
import type { OperationModel, Parameter } from "../../../src/model/operation.ts"
import type { TypeNode } from "../../../src/model/type-node.ts"
import { it } from "../../test.ts"
import { any, apiModel, arrayOf, mapOf, operation, parameter, text, type } from "../models/model-parts.ts"
import { run } from "../run-generated.ts"
import {
  deepObject,
  formExploded,
  type Given,
  givens,
  headerWires,
  joinedBy,
  refused,
  segmentsWires,
  segmentWires,
  type Wires,
} from "./style-wires.ts"

type Place = Parameter["in"]
type Kind = "text" | "list" | "object" | "either"

const types: Readonly<Record<Kind, TypeNode>> = {
  text,
  list: arrayOf(any),
  object: mapOf(any),
  either: type({ kind: "union", variants: [text, arrayOf(any), mapOf(any)] }),
}

const styles: readonly (readonly [place: Place, style: string, explode: boolean, wires: Partial<Wires>])[] = [
  ["query", "form", true, formExploded],
  ["query", "form", false, joinedBy(",")],
  ["query", "spaceDelimited", false, joinedBy("%20")],
  ["query", "pipeDelimited", false, joinedBy("%7C")],
  ["query", "deepObject", true, deepObject],
  ["header", "simple", false, headerWires(false)],
  ["header", "simple", true, headerWires(true)],
  ["path", "simple", false, segmentWires],
  ["path", "segments", false, segmentsWires],
]

const nameOf = (place: Place, style: string, explode: boolean, kind: Kind): string =>
  `${place}${style}${explode ? "Exploded" : ""}${kind}`

function operationOf([place, style, explode]: (typeof styles)[number], kind: Kind): OperationModel {
  const path: OperationModel["path"] =
    place === "path"
      ? [
          { kind: "text", text: "/" },
          { kind: "parameter", name: "color", style: style === "segments" ? "segments" : "simple" },
        ]
      : [{ kind: "text", text: "/" }]
  const color = parameter({ name: "color", in: place, type: types[kind], style, explode })
  return operation({ name: nameOf(place, style, explode, kind), path, parameters: [color] })
}

const kinds = ["text", "list", "object", "either"] as const

describe("G81 the style of a parameter, in generated code", () => {
  type Request = (name: string, value: unknown) => Promise<{ url: string; headers: Headers }>
  let request: Request

  beforeAll(async () => {
    const operations = styles.flatMap((style) => kinds.map((kind) => operationOf(style, kind)))
    const entry = `
      import api, { createClient } from "api"
      const client = createClient({ transport: {} })
      export const request = (name, color) => api[name].request({ color }, { client })`
    request = (await run(apiModel({ operations }), entry, { validate: false }))["request"] as Request
  })

  const sent = async (place: Place, name: string, value: unknown): Promise<string | undefined> => {
    const made = await request(name, value).catch((error: unknown) => error as { code: string })
    if ("code" in made) {
      expect(made.code).toBe("input")
      return refused
    }
    if (place === "header") return made.headers.get("color") ?? undefined
    const [, path = "", query] = /^https:\/\/api\.example\.com\/([^?]*)\??(.*)$/.exec(made.url) ?? []
    return place === "path" ? path : query === "" ? undefined : query
  }

  const kindsOf = (value: unknown): readonly Kind[] =>
    value === undefined || value === null
      ? kinds
      : [Array.isArray(value) ? "list" : typeof value === "object" ? "object" : "text", "either"]

  const rows = styles.flatMap(([place, style, explode, wires]) =>
    Object.entries(wires).map(([given, wire]) => [place, style, explode, given as Given, wire] as const),
  )

  it.each(rows)("%s, %s, explode %s: %s is %j", async (place, style, explode, given, wire) => {
    const value = givens[given]
    for (const kind of kindsOf(value)) {
      expect(await sent(place, nameOf(place, style, explode, kind), value), kind).toBe(wire)
    }
  })

  it.each<[name: string, value: unknown, wire: string | undefined]>([
    ["a nested object", { a: { b: { c: 1 } } }, "color%5Ba%5D%5Bb%5D%5Bc%5D=1"],
    ["a nested list", { a: ["x", "y"] }, "color%5Ba%5D=x&color%5Ba%5D=y"],
    ["a list of objects", { a: [{ b: 1 }, { b: 2 }] }, "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=2"],
    ["nested nothing", { a: { b: undefined, c: null, d: [], e: {} } }, undefined],
    ["an own name of Object.prototype", JSON.parse('{"__proto__":1}'), "color%5B__proto__%5D=1"],
    ["a date", { a: new Date(0) }, refused],
    ["a map", { a: new Map([["b", 1]]) }, refused],
    ["a function", { a: () => 1 }, refused],
  ])("deepObject of %s", async (_, value, wire) => {
    expect(await sent("query", nameOf("query", "deepObject", true, "object"), value)).toBe(wire)
  })

  it.each<[depth: number, isRefused: boolean]>([
    [63, false],
    [64, false],
    [65, true],
    [100_000, true],
  ])("deepObject of %i levels: refused %s", async (depth, isRefused) => {
    let value: unknown = "x"
    for (let level = 0; level < depth; level++) value = { a: value }
    const wire = await sent("query", nameOf("query", "deepObject", true, "object"), value)
    expect(wire).toBe(isRefused ? refused : `color${"%5Ba%5D".repeat(depth)}=x`)
  })

  it("deepObject of what contains itself is refused", async () => {
    const value: Record<string, unknown> = {}
    value["self"] = [value]
    expect(await sent("query", nameOf("query", "deepObject", true, "object"), value)).toBe(refused)
  })

  it.each(
    styles
      .filter(([, style]) => style !== "deepObject")
      .map(([place, style, explode]) => [place, style, explode] as const),
  )("G78 %s, %s, explode %s: an object within is refused, never [object Object]", async (place, style, explode) => {
    for (const value of [[{ a: 1 }], { a: { b: 1 } }, [["a"]], { a: new Date(0) }, [Symbol.iterator], [Number.NaN]]) {
      const kind = Array.isArray(value) ? "list" : "object"
      expect(await sent(place, nameOf(place, style, explode, kind), value)).toBe(refused)
    }
  })

  it.each<[name: string, parts: Partial<Parameter> & Pick<Parameter, "type">, value: unknown, wire: string]>([
    ["a text", { type: text }, ":/?#[]@!$&'()*+,;=% é", "color=:/?%23%5B%5D@!$%26'()*%2B,;=%25%20%C3%A9"],
    ["a list, exploded", { type: arrayOf(any) }, ["a/b", "c,d"], "color=a/b&color=c,d"],
    ["a list, joined", { type: arrayOf(any), explode: false }, ["a/b", "c&d"], "color=a/b,c%26d"],
    ["an object", { type: mapOf(any) }, { "x/y": "z/w" }, "x%2Fy=z/w"],
    ["a deep object", { type: mapOf(any), style: "deepObject" }, { a: "b/c" }, "color%5Ba%5D=b/c"],
  ])("allowReserved in %s", async (_, parts, value, wire) => {
    const color = parameter({ name: "color", in: "query", allowReserved: true, ...parts })
    const path: OperationModel["path"] = [{ kind: "text", text: "/" }]
    const operations = [operation({ name: "call", path, parameters: [color] })]
    const entry = `
      import api, { createClient } from "api"
      const client = createClient({ transport: {} })
      export const request = (color) => api.call.request({ color }, { client })`
    const { request } = await run(apiModel({ operations }), entry, { validate: false })
    const made = await (request as (given: unknown) => Promise<{ url: string }>)(value)
    expect(made.url).toBe(`https://api.example.com/?${wire}`)
  })
})
