import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { positionsOf } from "../../src/manifest/source/positions-of.ts"
import { writeDeclarations } from "../../src/types/write-declarations.ts"
import { it } from "../test.ts"
import { askLanguageServer, askTypeScriptServer, type Probing } from "./language-servers.ts"
import { petstoreModel } from "./petstore-model.ts"
import { createProject, strictConfig } from "./typescript-project.ts"

const manifestText = `{
  "name": "petstore",
  "endpoints": {
    "list_pets": { "resource": "pets" },
    "get_pet": { "resource": "pets" },
    "create_pet": {}, "train_pet": {},
    "watch": {},
    "health": {}
  },
  "types": {
    "Pet": {},
    "Tag": {},
    "NotFound": {}
  }
}
`

const source = `import api, { petsGet, health, pets, PetSchema, type Pet, type PetInput } from "./petstore.pristine.json"
void api.pets.get
void api.pets.list
void api.health
void petsGet
void health
void pets
void PetSchema
export let pet: Pet
export let input: PetInput
void api
`

/** [what is asked about, its line and text in `main.ts`, where it leads in the manifest] */
const probes: readonly [name: string, line: number, text: string, want: { line: number; offset: number }][] = [
  ["an operation in a resource", 2, "get", { line: 5, offset: 5 }],
  ["the operation before it", 3, "list", { line: 4, offset: 5 }],
  ["an operation on the root", 4, "health", { line: 8, offset: 5 }],
  ["a flat name", 5, "petsGet", { line: 5, offset: 5 }],
  ["a flat name on the root", 6, "health", { line: 8, offset: 5 }],
  ["a resource", 7, "pets", { line: 4, offset: 5 }],
  ["a schema", 8, "PetSchema", { line: 11, offset: 5 }],
  ["a type", 9, "Pet", { line: 11, offset: 5 }],
  ["a type as it is written", 10, "PetInput", { line: 11, offset: 5 }],
  ["the default export", 11, "api", { line: 1, offset: 1 }],
]

/** The language servers of the compilers: 7 speaks LSP, the others their own protocol. */
const servers = [
  { name: "TypeScript 5.9", ask: (request: Probing) => askTypeScriptServer("typescript", request) },
  { name: "TypeScript 6", ask: (request: Probing) => askTypeScriptServer("typescript-6", request) },
  { name: "TypeScript 7", ask: askLanguageServer },
]

it.each(servers)("$name leads an editor from the code to the line of the manifest", async ({ ask }) => {
  const folder = await createProject({ "src/petstore.pristine.json": manifestText, "src/main.ts": source })
  const options = { module: "esnext", moduleResolution: "bundler", allowArbitraryExtensions: true }
  await writeFile(join(folder, "tsconfig.json"), strictConfig(folder, options))
  const manifest = join(folder, "src/petstore.pristine.json")
  const at = positionsOf(manifestText, manifest)
  const positions = (pointer: string) => {
    const { line, column } = at(pointer)
    return { line, column: column - 1 }
  }
  await writeDeclarations(petstoreModel(), { manifest, positions })

  const places = probes.map(([, line, text]) => {
    return { line, offset: (source.split("\n")[line - 1] ?? "").lastIndexOf(text) + 1 }
  })
  const answers = await ask({ folder, file: join(folder, "src/main.ts"), places })
  expect(probes.map(([name], index) => ({ name, ...answers[index] }))).toEqual(
    probes.map(([name, , , start]) => ({ name, file: manifest, ...start })),
  )
})
