import { describe, expect } from "vitest"
import type { Field, TypeNode } from "../../src/model/type-node.ts"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { it } from "../test.ts"
import { field, modelOf, object, ref, text } from "./petstore-model.ts"

const any: TypeNode = { kind: "any", pointer: "" }
const integer: TypeNode = { kind: "number", integer: true, pointer: "" }
const words = (...values: (string | number | boolean | null)[]): TypeNode => ({ kind: "enum", values, pointer: "" })
const list = (items: TypeNode): TypeNode => ({ kind: "array", items, pointer: "" })
const map = (values: TypeNode): TypeNode => ({ kind: "map", values, pointer: "" })
const union = (...variants: TypeNode[]): TypeNode => ({ kind: "union", variants, pointer: "" })
const constant = (value: unknown): TypeNode => ({ kind: "const", value, pointer: "" })
const nullable = (type: TypeNode): TypeNode => ({ ...type, nullable: true })

const sameOnBothSides: readonly [name: string, given: TypeNode, want: string][] = [
  ["any", any, "export type T = unknown"],
  ["a string", text(), "export type T = string"],
  ["a nullable string", nullable(text()), "export type T = string | null"],
  ["int64", { kind: "number", integer: true, format: "int64", pointer: "" }, "export type T = number | bigint"],
  [
    "a nullable int64",
    nullable({ kind: "number", integer: true, format: "int64", pointer: "" }),
    "export type T = number | bigint | null",
  ],
  ["bytes", { ...text(), codec: { kind: "bytes" } }, "export type T = Uint8Array"],
  [
    "a bigint",
    { kind: "number", integer: true, format: "int64", pointer: "", codec: { kind: "bigint" } },
    "export type T = bigint",
  ],
  ["a decimal", { kind: "number", integer: false, pointer: "", codec: { kind: "decimal" } }, "export type T = string"],
  ["nullable bytes", { ...text(), nullable: true, codec: { kind: "bytes" } }, "export type T = Uint8Array | null"],
  ["a list", list(text()), "export type T = string[]"],
  ["a list of unions", list(union(text(), integer)), "export type T = (string | number)[]"],
  ["a list of lists", list(list(integer)), "export type T = number[][]"],
  ["a list of a union of one list", list(union(list(integer))), "export type T = number[][]"],
  ["a list of constants that are lists", list(constant([1, "a"])), 'export type T = [\n  1,\n  "a"\n][]'],
  ["a tuple", { kind: "tuple", items: [integer, text()], pointer: "" }, "export type T = [\n  number,\n  string\n]"],
  [
    "a tuple with a rest",
    { kind: "tuple", items: [integer], rest: text(), pointer: "" },
    "export type T = [\n  number,\n  ...string[]\n]",
  ],
  ["a map", map(integer), "export interface T {\n  [key: string]: number\n}"],
  ["a map of anything", map(any), "export interface T {\n  [key: string]: unknown\n}"],
  ["an empty object", object(), "export interface T {}"],
  [
    "an open object",
    { ...object(field("a", text(), { required: true })), additional: any } as TypeNode,
    "export interface T {\n  a: string\n  [key: string]: unknown\n}",
  ],
  [
    "an object with typed extras",
    { ...object(field("a", text(), { required: true })), additional: integer } as TypeNode,
    "export type T = {\n  a: string\n} & {\n  [key: string]: number\n}",
  ],
  [
    "constants",
    union(constant("a"), constant(-1), constant(true), constant(null)),
    'export type T = "a" | -1 | true | null',
  ],
  ["negative constants", union(constant(-1), constant(-2)), "export type T = -1 | -2"],
  ["words beside a string", union(words("a", "b"), text()), 'export type T = "a" | "b" | (string & {})'],
  ["a union of lists", union(text(), list(text()), list(integer)), "export type T = string | string[] | number[]"],
  [
    "an intersection",
    { kind: "intersection", parts: [ref("U"), object(field("b", integer, { required: true }))], pointer: "" },
    "export type T = U & {\n  b: number\n}",
  ],
  ["a type that holds itself", object(field("next", ref("T"))), "export interface T {\n  next?: T | undefined\n}"],
  [
    "a key that is no identifier",
    object(field("a-b", text(), { required: true }), field("1", text(), { required: true })),
    'export interface T {\n  1: string\n  "a-b": string\n}',
  ],
  [
    "keys named like members of every object",
    object(field("__proto__", text(), { required: true }), field("constructor", text(), { required: true })),
    "export interface T {\n  __proto__: string\n  constructor: string\n}",
  ],
  [
    "text that wants to be code",
    object(field('"; evil()', list(constant("`${1}\" + '\\\u2028\u202e")), { required: true })),
    'export interface T {\n  "\\"; evil()": "`${1}\\" + \'\\\\\\u2028\\u202e"[]\n}',
  ],
  [
    "a description that wants to end",
    { ...object(), description: "a */ evil() /*\n@deprecated" },
    "/**\n * a * / evil() /*\n * \\@deprecated\n */\nexport interface T {}",
  ],
]

describe("a type that reads as it is written", () => {
  it.each(sameOnBothSides)("%s", async (_name, given, want) => {
    expect(await declare(given)).toBe(`${want}\nexport declare const TSchema: Schema<T, T>`)
  })
})

const different: readonly [name: string, given: TypeNode, output: string, input: string][] = [
  [
    "an enum is open to a reader",
    words("a", "b"),
    'export type T = "a" | "b" | (string & {})',
    'export type TInput = "a" | "b"',
  ],
  [
    "so is one of numbers",
    words(1, 2, null),
    "export type T = 1 | 2 | null | (number & {})",
    "export type TInput = 1 | 2 | null",
  ],
  [
    "a default may be left out",
    member("a", text(), { required: true, default: "x" }),
    member$("a: string", "x"),
    member$("a?: string | undefined", "x", "TInput"),
  ],
  [
    "a constant may be left out",
    member("a", constant("x"), { required: true }),
    'export interface T {\n  a: "x"\n}',
    'export interface TInput {\n  a?: "x" | undefined\n}',
  ],
  [
    "null may mean absent",
    member("a", text(), { omitNull: true }),
    "export interface T {\n  a?: string | undefined\n}",
    "export interface TInput {\n  a?: string | null | undefined\n}",
  ],
  ["what it mentions differs", list(ref("V")), "export type T = V[]", "export type TInput = VInput[]"],
]

describe("a type that a caller writes differently", () => {
  it.each(different)("%s", async (_name, given, output, input) => {
    const text = `${output}\n\n/** \`T\` as a caller writes it. */\n${input}\nexport declare const TSchema: Schema<TInput, T>`
    expect(await declare(given)).toBe(text)
  })

  it("the discriminator of a variant must be written", async () => {
    const cat = { ...object(field("kind", constant("cat")), field("lives", integer)), pointer: "/types/T/any_of/0" }
    const dog = { ...object(field("kind", constant("dog"))), pointer: "/types/T/any_of/1" }
    const code = await declare({
      kind: "union",
      variants: [cat, dog],
      discriminator: "kind",
      pointer: "",
    })
    expect(code).toMatchInlineSnapshot(`
      "export type T = {
        kind: "cat"
        lives?: number | undefined
      } | {
        kind: "dog"
      }
      export declare const TSchema: Schema<T, T>"
    `)
  })
})

async function declare(type: TypeNode): Promise<string> {
  const model = modelOf({ types: { U: object(field("a", text())), V: words("a"), T: type } })
  const { code } = await generateDeclarations(model, { manifest: "/nowhere/api.pristine.json" })
  const end = code.indexOf("\n\n//# sourceMappingURL")
  return code.slice(code.indexOf("VSchema: Schema<VInput, V>") + "VSchema: Schema<VInput, V>\n\n".length, end)
}

function member(name: string, type: TypeNode, rest: Parameters<typeof field>[2]): TypeNode {
  const only: Field = field(name, type, rest)
  return object(only)
}

function member$(text: string, fallback: string, name = "T"): string {
  return `export interface ${name} {\n  /** @default "${fallback}" */\n  ${text}\n}`
}
