import { describe, expect } from "vitest"
import type { BodyModel } from "../../src/model/operation.ts"
import type { TypeNode } from "../../src/model/type-node.ts"
import { it } from "../test.ts"
import {
  any,
  apiModel,
  constant,
  constantType,
  integer,
  object,
  operation,
  parameter,
  ref,
  text,
  type,
  types,
} from "./models/model-parts.ts"
import { run } from "./run-generated.ts"

const named = types([
  ["A", object({ id: text, path: text, kind: { type: constantType("a"), required: false } })],
  ["B", object({ id: text, seq: integer, "note?": { type: text, omitNull: true, required: false } })],
  [
    "Bytes",
    object({
      data: type({ kind: "string" }, { codec: { kind: "bytes" } }),
      "n?": { type: integer, default: constant(0), required: false },
    }),
  ],
  [
    "Odd",
    object({
      ["__proto__"]: { type: text, omitNull: true },
      "constructor?": { type: text, default: constant("c"), required: false },
    }),
  ],
])
const union = (...names: string[]): TypeNode => type({ kind: "union", variants: names.map(ref) })
const env = { kind: "env", name: "WHO", default: "me" } as const

/** What a body's `encode` makes of an input. */
async function encode(parts: Partial<BodyModel>, input: string): Promise<string | undefined> {
  const body: BodyModel = {
    placement: "flat",
    type: object({}),
    required: true,
    constants: [],
    contentType: "application/json",
    encodings: [],
    ...parts,
  }
  const call = operation({
    name: "call",
    method: "POST",
    body,
    parameters: [parameter({ name: "id", in: "query", type: text })],
  })
  const module = await run(
    apiModel({ operations: [call], types: named }),
    `import { specOf } from "pristine-runtime/generated"
     import { call } from "api"
     const scope = { env: (name) => ({ WHO: "you", COUNT: "7", ON: "false" })[name] }
     specOf(call).body({ input: ${input}, scope, plan: { spec: {} } })
     export const wire = JSON.stringify(scope.requestBody)`,
    { code: { "./proto.ts": "export const proto = { encode: () => new Uint8Array(), decode: () => ({}) }" } },
  )
  return module.wire as string | undefined
}

describe("a body", () => {
  it.each<[name: string, body: Partial<BodyModel>, input: string, wire: string | undefined]>([
    [
      "picks its fields out of the input",
      { type: object({ "b?": text, a: text }) },
      `{ id: "x", a: "1", b: "2" }`,
      '{"b":"2","a":"1"}',
    ],
    ["without fields is empty", {}, `{ id: "x" }`, "{}"],
    [
      "of two addressings, the first",
      { type: union("A", "B") },
      `{ id: "x", path: "p" }`,
      '{"id":"x","path":"p","kind":"a"}',
    ],
    [
      "of two addressings, the second",
      { type: union("A", "B") },
      `{ id: "x", seq: 1, note: null }`,
      '{"id":"x","seq":1}',
    ],
    [
      "with a constant in its field's place",
      { type: object({ "a?": text, b: text }), constants: [{ name: "a", value: constant(1) }] },
      `{ b: "2" }`,
      '{"a":1,"b":"2"}',
    ],
    [
      "with constants out of the environment as their fields are",
      {
        type: object({ n: integer, on: type({ kind: "boolean" }), "unset?": integer }),
        constants: [
          { name: "n", value: { kind: "env", name: "COUNT" } },
          { name: "on", value: { kind: "env", name: "ON", default: true } },
          { name: "unset", value: { kind: "env", name: "UNSET" } },
        ],
      },
      `{}`,
      '{"n":7,"on":false}',
    ],
    [
      "of a map with a constant out of the environment as its values are",
      {
        placement: "body",
        type: type({ kind: "map", values: integer }),
        constants: [{ name: "n", value: { kind: "env", name: "COUNT" } }],
      },
      `{ body: { m: 1 } }`,
      '{"m":1,"n":7}',
    ],
    ["with a constant of its own", { constants: [{ name: "z", value: constant([null]) }] }, `{}`, '{"z":[null]}'],
    [
      "with a constant beside a parameter of its name",
      { type: object({ id: text }), constants: [{ name: "id", value: env }] },
      `{ id: "query" }`,
      '{"id":"you"}',
    ],
    ["with bytes", { type: ref("Bytes") }, `{ data: new Uint8Array([255]) }`, '{"data":"/w==","n":0}'],
    [
      "for a codec is the value with its defaults",
      {
        type: ref("Bytes"),
        contentType: "x/y",
        codec: { module: "./proto.ts", name: "proto" },
        constants: [{ name: "m", value: constant(1) }],
      },
      `{ data: "untouched" }`,
      '{"data":"untouched","n":0,"m":1}',
    ],
    ["with odd names", { type: ref("Odd") }, `JSON.parse('{"__proto__":"p"}')`, '{"__proto__":"p","constructor":"c"}'],
    ["with odd names missing", { type: ref("Odd") }, `{}`, '{"constructor":"c"}'],
    ["under its key", { placement: "body", type: any }, `{ id: "x", body: [1] }`, "[1]"],
    ["that is optional", { placement: "body", type: ref("Bytes"), required: false }, `{ id: "x" }`, undefined],
    [
      "under its key with constants",
      { placement: "body", type: any, constants: [{ name: "a", value: env }] },
      `{ body: { b: 1 } }`,
      '{"b":1,"a":"you"}',
    ],
  ])("%s", async (_, body, input, wire) => {
    expect(await encode(body, input)).toBe(wire)
  })
})
