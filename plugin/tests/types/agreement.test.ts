import { readFileSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { globSync } from "tinyglobby"
import { expect } from "vitest"
import { generatePart, schemaName } from "../../src/codegen/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { it } from "../test.ts"
import { compile, compilers, createProject, strictConfig } from "./typescript-project.ts"

const repository = fileURLToPath(new URL("../../../", import.meta.url))

/** Every manifest of the repository, once: examples, fixtures and the playground. */
const files = globSync("{examples,playground,plugin/tests}/**/*.pristine.json", {
  cwd: repository,
  ignore: ["**/node_modules/**"],
}).sort()
const texts = new Map(files.map((file) => [readFileSync(join(repository, file), "utf8"), file]))

/** What compares the types of a manifest; `codecs` are those with a codec of the manifest's own. */
const comparison = (codecs: readonly string[]): string => `
import type { Infer } from "pristine-runtime/schema"
${codecs.length > 0 ? `import type { ${codecs.join(", ")} } from "./declarations"` : ""}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** The value of a codec is nothing that a schema knows: it is \`unknown\` on both sides. */
type IsCodecs<T> = true extends (${codecs.map((name) => `Equal<T, ${name}>`).join(" | ") || "false"}) ? true : false

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

/** A type whose codec makes a number or a text has to be told from all others to be compared. */
function markCodecs(declarations: string, codecs: readonly string[]): string {
  return codecs.reduce((code, name) => {
    return code.replace(
      new RegExp(`^export type ${name} = (?:number|string)$`, "m"),
      `export interface ${name} { readonly mark: symbol }`,
    )
  }, declarations)
}

/** Writes the types of a manifest, both ways, beside each other; resolves to the lines that compare them. */
async function writeComparison(text: string, manifest: string, folder: string): Promise<readonly string[]> {
  const { model } = loadManifest(text, manifest)
  if (!model) throw new Error(`${manifest} has errors`)
  const names = [...model.types.keys()]
  const codecs = names.filter((name) => model.types.get(name)?.codec?.kind === "code")
  const importId = (part: string): string => `./${part}.ts`
  const options = { importId, manifest: "api.pristine.json", validate: true, retry: true, defaultClient: true }
  const { code } = await generateDeclarations(model, { manifest, file: join(folder, "declarations.d.ts") })
  const ofInput = (name: string): string =>
    new RegExp(`^export (?:interface|type) ${name}Input `, "m").test(code) ? `${name}Input` : name
  const lines = [
    'import type * as declared from "./declarations"',
    'import * as schemas from "./schemas.ts"',
    'import type { Read, Written } from "./comparison.ts"',
    ...names.flatMap((name) => [
      `export const ${name}Written: Written<declared.${ofInput(name)}, typeof schemas.${schemaName(name)}> = true`,
      `export const ${name}Read: Read<declared.${name}, typeof schemas.${schemaName(name)}> = true`,
    ]),
  ]
  await mkdir(folder, { recursive: true })
  await Promise.all([
    writeFile(join(folder, "comparison.ts"), comparison(codecs)),
    writeFile(join(folder, "schemas.ts"), generatePart(model, "schemas", options).code),
    writeFile(join(folder, "declarations.d.ts"), markCodecs(code, codecs)),
    writeFile(join(folder, "agreement.ts"), lines.join("\n")),
  ])
  return lines
}

it("declarations and validators say the same about every type of every manifest", async () => {
  const folder = await createProject({})
  const written = new Map<string, readonly string[]>()
  for (const [text, manifest] of texts) {
    const place = `src/${dirname(manifest).replaceAll("/", "_")}_${basename(manifest, ".pristine.json")}`
    written.set(place, await writeComparison(text, join(repository, manifest), join(folder, place)))
  }
  await writeFile(
    join(folder, "tsconfig.json"),
    strictConfig(folder, { module: "esnext", moduleResolution: "bundler" }),
  )

  const errors = await compile(folder, compilers["TypeScript 5.9"] ?? "")
  const disagreeing = errors.flatMap((error) => {
    const [, place = "", line] = /^(src\/[^/]+)\/agreement\.ts:(\d+)/.exec(error) ?? []
    return line === undefined ? (error.startsWith("src/") ? [error] : []) : [written.get(place)?.[Number(line) - 1]]
  })
  expect(disagreeing).toEqual([])
  expect([...written.values()].flat().length).toBeGreaterThan(200)
  expect(texts.size).toBeGreaterThan(8)
})
