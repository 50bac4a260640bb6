import { spawn } from "node:child_process"
import { createRequire } from "node:module"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { expect, it } from "vitest"
import { positionsOf } from "../../src/manifest/source/positions-of.ts"
import { writeDeclarations } from "../../src/types/write-declarations.ts"
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

it("leads an editor from the code to the line of the manifest", async () => {
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

  const file = join(folder, "src/main.ts")
  const requests = probes.map(([, line, text]) => {
    const offset = (source.split("\n")[line - 1] ?? "").lastIndexOf(text) + 1
    return { command: "definition", arguments: { file, line, offset } }
  })
  const answers = await askTypeScriptServer([{ command: "open", arguments: { file } }, ...requests])
  expect(probes.map(([name], index) => ({ name, ...answers[index] }))).toMatchObject(
    probes.map(([name, , , start]) => ({ name, file: manifest, start })),
  )
})

interface Request {
  readonly command: string
  readonly arguments: object
}

/** Runs requests through `tsserver`; resolves to the first definition of each that has any. */
async function askTypeScriptServer(requests: readonly Request[]): Promise<readonly (object | undefined)[]> {
  const server = spawn(process.execPath, [
    createRequire(import.meta.url).resolve("typescript/lib/tsserver.js"),
    "--disableAutomaticTypingAcquisition",
  ])
  const send = (request: Request, seq: number): void => {
    server.stdin.write(`${JSON.stringify({ seq, type: "request", ...request })}\n`)
  }
  requests.forEach(send)
  const answers = new Map<number, object | undefined>()
  for await (const line of createInterface(server.stdout)) {
    if (!line.startsWith("{")) continue
    const message = JSON.parse(line) as ServerMessage
    if (message.type !== "response" || message.command !== "definition") continue
    answers.set(message.request_seq, message.body?.[0])
    if (answers.size === requests.length - 1) send({ command: "exit", arguments: {} }, requests.length)
  }
  return requests.map((_, seq) => answers.get(seq)).slice(1)
}

interface ServerMessage {
  readonly type: string
  readonly command?: string
  readonly request_seq: number
  readonly body?: readonly object[]
}
