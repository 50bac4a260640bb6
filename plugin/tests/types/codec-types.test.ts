import { join } from "node:path"
import { describe, expect } from "vitest"
import type { TypeNode } from "../../src/model/type-node.ts"
import { exportsType } from "../../src/types/codec-types.ts"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { it } from "../test.ts"
import { field, modelOf, object, ref, text } from "./petstore-model.ts"
import { createProject } from "./typescript-project.ts"

const sources: readonly [source: string, exported: boolean][] = [
  ["export interface T { a: 1 }", true],
  ["export interface T<A> {}", true],
  ["export type T = string", true],
  ["export declare class T {}", true],
  ["export abstract class T {}", true],
  ["const a = 1;export type T=1", true],
  ["interface T {}\nexport { T }", true],
  ['export type { U as T } from "./u.ts"', true],
  ["export { type A, B as T, }", true],
  ["interface T {}", false],
  ["export interface Ts {}", false],
  ["export const T = 1", false],
  ["export { T as U }", false],
  ["// export interface T {}", false],
  ["/* export interface T {} */", false],
  ["/** @example\n * export type T = 1\n */\nexport type U = 1", false],
]

it.each(sources)("%j exports T: %s", (source, exported) => {
  expect(exportsType(source, "T")).toBe(exported)
})

describe("a type with a codec", () => {
  const tensor = (module: string): TypeNode => ({
    ...object(field("data", { kind: "array", items: { kind: "number", integer: false, pointer: "" }, pointer: "" })),
    codec: { kind: "code", ref: { module, name: "tensor" } },
  })
  const declare = async (module: string, files: Readonly<Record<string, string>>, file = "api.pristine.d.json.ts") => {
    const folder = await createProject({ "src/api.pristine.json": "{}", ...files })
    const model = modelOf({ types: { Tensor: tensor(module), Datum: object(field("inputs", ref("Tensor"))) } })
    const options = { manifest: join(folder, "src/api.pristine.json"), file: join(folder, "src", file) }
    return (await generateDeclarations(model, options)).code
  }

  it("is the type of that name that the module exports", async () => {
    const code = await declare("./codec/tensor.ts", { "src/codec/tensor.ts": "export interface Tensor {}" })
    expect(code).toContain('import type { Tensor } from "./codec/tensor.ts"')
    expect(code).toContain("export type { Tensor }\nexport declare const TensorSchema: Schema<Tensor, Tensor>")
    expect(code).not.toContain("interface Tensor")
    expect(code).toContain("inputs?: Tensor | undefined")
  })

  it("is imported from where the declaration stands", async () => {
    const code = await declare("./t.ts", { "src/t.ts": "export type Tensor = 1" }, "../.pristine/types/api.d.ts")
    expect(code).toContain('import type { Tensor } from "../../src/t.ts"')
  })

  it("is found behind a JavaScript specifier", async () => {
    const code = await declare("./t.js", { "src/t.ts": "export type Tensor = 1" })
    expect(code).toContain('import type { Tensor } from "./t.js"')
  })

  it.each([
    ["the module exports no such type", "./t.ts", { "src/t.ts": "export const tensor = 1" }],
    ["the module is not there", "./t.ts", {}],
    ["the module is a package", "tensors", {}],
  ])("is the declared shape where %s", async (_name, module, files) => {
    const code = await declare(module, files)
    expect(code).toContain("export interface Tensor {\n  data?: number[] | undefined\n}")
    expect(code).not.toContain("import type { Tensor }")
  })
})

it("a codec of media types leaves the declared shape", async () => {
  const media = { kind: "media", media: [{ type: "application/x-a", ref: { module: "./a.ts", name: "a" } }] } as const
  const model = modelOf({ types: { A: { ...object(field("a", text())), codec: media } } })
  const { code } = await generateDeclarations(model, { manifest: "/nowhere/api.pristine.json" })
  expect(code).toContain("export interface A {\n  a?: string | undefined\n}")
})
