import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect } from "vitest"
import { generatePart, schemaName } from "../../src/codegen/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { it } from "../test.ts"
import { compile, compilers, createProject, strictConfig } from "./typescript-project.ts"

const manifest = fileURLToPath(new URL("../../../examples/tinkex/src/manifest.pristine.json", import.meta.url))

/** A type whose codec makes a number, which the declarations show and no schema knows. */
const number = "export type Measure = number"
/** It has to be told from other numbers to be compared. */
const marked = "export interface Measure { readonly measure: symbol }"

/** The value of a codec is nothing that a schema knows: it is `unknown` on both sides. */
const comparison = `
import type { Infer } from "pristine-runtime/schema"
import type { Measure, TensorData } from "./declarations"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

type IsCodecs<T> = Equal<T, TensorData> extends true ? true : Equal<T, Measure>

/** One object for each intersection and plain \`string\` for an open one, at every depth. */
type Plain<T> = T extends unknown ? PlainMember<T> : never
type PlainMember<T> =
  IsCodecs<T> extends true ? unknown :
  Equal<T, string & {}> extends true ? string
  : T extends Uint8Array ? T
  : T extends object ? { [Key in keyof T]: Plain<T[Key]> }
  : T

/** An open enum without the members that nobody knows. */
type Close<T> =
  Equal<T, string & {}> extends true ? never
  : IsCodecs<T> extends true ? unknown
  : T extends Uint8Array ? T
  : T extends object ? { [Key in keyof T]: CloseEach<T[Key]> }
  : T
type CloseEach<T> = T extends unknown ? Close<T> : never

export type Written<Declared, Schema> = Equal<Plain<Declared>, Plain<Infer<Schema>>>
export type Read<Declared, Schema> = [CloseEach<Declared>] extends [Infer<Schema>] ? true : false
`

it("declarations and validators say the same about every type of the Tinker service", async () => {
  const { model } = loadManifest(await readFile(manifest, "utf8"), manifest)
  if (!model) throw new Error("The manifest has errors")
  const names = [...model.types.keys()]
  const folder = await createProject({
    "src/comparison.ts": comparison,
    "src/schemas.ts": generatePart(model, "schemas", {
      importId: (part) => `./${part}.ts`,
      manifest: "manifest.pristine.json",
      validate: true,
      retry: true,
      defaultClient: true,
    }).code,
  })
  const { code } = await generateDeclarations(model, { manifest, file: join(folder, "src/declarations.d.ts") })
  expect(code).toContain(number)
  await writeFile(join(folder, "src/declarations.d.ts"), code.replace(number, marked))
  const input = (name: string): string =>
    code.includes(`export interface ${name}Input `) || code.includes(`export type ${name}Input `)
      ? `${name}Input`
      : name
  const lines = names.flatMap((name) => [
    `export const ${name}Written: Written<declared.${input(name)}, typeof schemas.${schemaName(name)}> = true`,
    `export const ${name}Read: Read<declared.${name}, typeof schemas.${schemaName(name)}> = true`,
  ])
  const header = [
    'import type * as declared from "./declarations"',
    'import * as schemas from "./schemas.ts"',
    'import type { Read, Written } from "./comparison.ts"',
  ]
  await writeFile(join(folder, "src/agreement.ts"), [...header, ...lines].join("\n"))
  await writeFile(
    join(folder, "tsconfig.json"),
    strictConfig(folder, { module: "esnext", moduleResolution: "bundler" }),
  )

  const errors = await compile(folder, compilers["TypeScript 5.9"] ?? "")
  const disagreeing = errors.flatMap((error) => {
    const [, line] = /^src\/agreement\.ts:(\d+)/.exec(error) ?? []
    return line === undefined ? (error.startsWith("src/") ? [error] : []) : [lines[Number(line) - 1 - header.length]]
  })
  expect(disagreeing).toEqual([])
  expect(names.length).toBeGreaterThan(60)
})
