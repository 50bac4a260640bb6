import { describe, expect } from "vitest"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

type Found = readonly [code: string, line: number, column: number]

interface Row {
  readonly given: string
  /** All of it, in the order of the text. */
  readonly want: readonly Found[]
  readonly file?: string
}

const rows: Readonly<Record<string, Row>> = {
  "unknown keys, types, references and paths of one manifest": {
    given: `{
  "name": "x", "version": "1", "colour": 1,
  "endpoints": {
    "a": { "method": "GET", "path": "/a/{id", "response": "Nope", "retry": "none" },
    "b": { "method": "GET", "path": "/b", "parameters": { "q": { "type": "strin", "requird": true } } },
    "c": { "method": "FETCH", "path": "c", "request": "Pte", "responses": { "40X": "Nope" }, "auth": "x" }
  },
  "types": {
    "Pte": { "fields": { "a": { "type": "integer", "default": "x", "min_lengt": 3 }, "b": "Nobody" } },
    "lower": "string",
    "U": { "discriminator": "t", "any_of": ["Pte", "Missing"] }
  }
}`,
    want: [
      ["PRISTINE_M0101", 2, 32],
      ["PRISTINE_M0402", 4, 37],
      ["PRISTINE_M0301", 4, 59],
      ["PRISTINE_M0302", 4, 76],
      ["PRISTINE_M0301", 5, 74],
      ["PRISTINE_M0101", 5, 83],
      ["PRISTINE_M0108", 6, 22],
      ["PRISTINE_M0402", 6, 39],
      ["PRISTINE_M0108", 6, 77],
      ["PRISTINE_M0301", 6, 84],
      ["PRISTINE_M0302", 6, 102],
      ["PRISTINE_M0502", 9, 63],
      ["PRISTINE_M0101", 9, 68],
      ["PRISTINE_M0301", 9, 91],
      ["PRISTINE_M0205", 10, 5],
      ["PRISTINE_M0504", 11, 45],
      ["PRISTINE_M0301", 11, 52],
    ],
  },
  "a section of the wrong kind, and the others": {
    given: `{
  "name": "x", "version": 1, "endpoints": 5,
  "types": { "A": "Nope", "B": 7 },
  "auth": { "type": "magic", "env": "1x" }
}`,
    want: [
      ["PRISTINE_M0102", 2, 27],
      ["PRISTINE_M0102", 2, 43],
      ["PRISTINE_M0301", 3, 19],
      ["PRISTINE_M0102", 3, 32],
      ["PRISTINE_M0107", 4, 21],
      ["PRISTINE_M0108", 4, 37],
    ],
  },
  "one mistake for a misspelt key that is required": {
    given: `{
  "nam": "x", "version": "1",
  "endpoints": { "a": { "metod": "GET", "path": "/a" } },
  "types": { "A": { "filds": { "a": "string" }, "min_items": 1, "required": ["a"] } }
}`,
    want: [
      ["PRISTINE_M0101", 2, 3],
      ["PRISTINE_M0101", 3, 25],
      ["PRISTINE_M0101", 4, 21],
    ],
  },
  "one mistake for a type that cannot be read, whatever refers to it": {
    given: `{
  "name": "x", "version": "1",
  "endpoints": {
    "a": {
      "method": "GET", "path": "/a", "parameters": { "o": "integer" }, "response": "T",
      "pagination": { "items": "$response.body#/items", "offset": "o" }
    },
    "b": { "method": "POST", "path": "/b", "request": { "fields": { "t": "T" } }, "async": true, "poll": { "endpoint": "c", "parameters": { "id": 1 } } },
    "c": { "method": "POST", "path": "/c", "request": "T" }
  },
  "types": {
    "T": { "type": "strin", "min_length": 3 },
    "V": { "fields": { "t": 5 } },
    "U": { "discriminator": "t", "any_of": ["T", "V"] },
    "W": { "type": "array", "items": "T" },
    "X": { "properties": {} }
  }
}`,
    want: [
      ["PRISTINE_M0301", 12, 20],
      ["PRISTINE_M0102", 13, 29],
      ["PRISTINE_M0104", 16, 12],
    ],
  },
  "nothing about places where a path cannot be read": {
    given: `{
  "name": "x", "version": "1",
  "endpoints": {
    "a": { "method": "GET", "path": "/{x", "parameters": { "x": { "type": "string", "in": "path", "style": "segments" } } },
    "b": { "method": "POST", "path": "/b", "async": true, "poll": { "endpoint": "a", "parameters": { "y": 1 } } }
  }
}`,
    want: [["PRISTINE_M0402", 4, 37]],
  },
  "a key twice, with what is wrong in both values": {
    given: `{
  "name": "x", "version": "1",
  "endpoints": {
    "a": { "metod": "GET", "path": "a", "response": "S" },
    "a": { "method": "GET", "path": "/a", "response": "Nope" }
  },
  "types": { "T": { "type": "strin" }, "T": { "type": "integr" } },
  "types": { "S": { "type": "Nope" } }
}`,
    want: [
      ["PRISTINE_M0101", 4, 12],
      ["PRISTINE_M0402", 4, 36],
      ["PRISTINE_M0002", 5, 5],
      ["PRISTINE_M0301", 5, 55],
      ["PRISTINE_M0301", 7, 29],
      ["PRISTINE_M0002", 7, 40],
      ["PRISTINE_M0301", 7, 55],
      ["PRISTINE_M0002", 8, 3],
      ["PRISTINE_M0301", 8, 29],
    ],
  },
  "a key three times": {
    given: `{
  "name": 1,
  "name": 2,
  "name": "x", "version": "1", "endpoints": {}
}`,
    want: [
      ["PRISTINE_M0102", 2, 11],
      ["PRISTINE_M0002", 3, 3],
      ["PRISTINE_M0102", 3, 11],
      ["PRISTINE_M0002", 4, 3],
    ],
  },
  "a key twice in YAML": {
    file: "a.pristine.yaml",
    given: `name: x
version: v
endpoints:
  a: { metod: GET, path: a }
  a: { method: GET, path: /a, response: Nope }
types: { T: { type: strin } }
types: { S: { type: Nope }, S: string }
`,
    want: [
      ["PRISTINE_M0101", 4, 8],
      ["PRISTINE_M0402", 4, 26],
      ["PRISTINE_M0002", 5, 3],
      ["PRISTINE_M0301", 5, 41],
      ["PRISTINE_M0301", 6, 21],
      ["PRISTINE_M0002", 7, 1],
      ["PRISTINE_M0301", 7, 21],
      ["PRISTINE_M0002", 7, 29],
    ],
  },
}

describe("one run tells all, and nothing twice", () => {
  it.each(Object.entries(rows))("%s", (_, { given, want, file = "a.pristine.json" }) => {
    const { model, errors = [], warnings } = loadManifest(given, file)
    expect(model).toBeUndefined()
    expect(warnings).toEqual([])
    expect(errors.map(({ code, range: { start } }) => [code, start.line, start.column])).toEqual(want)
  })
})
