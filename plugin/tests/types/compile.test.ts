import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { writeDeclarations } from "../../src/types/write-declarations.ts"
import { it } from "../test.ts"
import { petstoreModel } from "./petstore-model.ts"
import { compile, compilers, createProject, expectedErrors, strictConfig } from "./typescript-project.ts"

const forms = {
  sibling: {
    specifier: "./petstore.pristine.json",
    options: { module: "esnext", moduleResolution: "bundler", allowArbitraryExtensions: true },
  },
  imports: { specifier: "#petstore.pristine.json", options: { module: "nodenext", moduleResolution: "nodenext" } },
} as const

const accepted = (specifier: string): string => `
import api, { createClient, petsGet, pets, PetSchema, type Pet, type PetInput, type PetsGetError, type PetsResource } from "${specifier}"
import * as everything from "${specifier}"
import type { ApiFuture, Client, Stream } from "pristine-runtime"

declare const maybe: number | undefined
const client: Client = createClient({ baseUrl: "https://example.com" })

export const pet: Pet = await api.pets.get({ petId: 7 }, { client })
export const big: Pet = await petsGet({ petId: 7n })
export const raw: number = (await api.pets.get.raw({ petId: 7 })).status
export const status: "available" | "sold" | (string & {}) = pet.status
export const same: typeof api.pets.get = pets.get
export const name: typeof petsGet = everything.petsGet
export const resource: PetsResource = everything.default.pets

const input: PetInput = { id: 1, name: "Rex", born: null, status: "sold" }
await api.pets.create(input)
await api.pets.create({ id: 1, name: "Rex", tags: [{ name: "a", parent: { name: "b" } }] })

await api.pets.list()
await api.pets.list({ limit: maybe })
for await (const item of api.pets.list({ limit: 3 })) item satisfies Pet
for await (const page of api.pets.list().pages()) page.pets[0]?.tags satisfies Pet["tags"]

export const job: ApiFuture<Pet> = api.pets.train()
for await (const step of job.progress()) step.iteration satisfies number
const events: Stream<{ name: string }> = await api.store.events.watch()
for await (const event of events) event.name satisfies string
const nothing: void = await api.health()
void nothing

const outcome = await api.pets.get.safe({ petId: 1 })
if (outcome.ok) outcome.data.name satisfies string
else if (outcome.error.code === "http" && outcome.error.status === 404) outcome.error.body?.message satisfies string | undefined
else outcome.error.body satisfies unknown

export function explain(error: PetsGetError): string {
  return error.code === "http" && error.status === 404 ? (error.body?.message ?? "") : error.message
}

const checked = await PetSchema["~standard"].validate(input)
if (!checked.issues) checked.value satisfies Pet
`

const refused = (specifier: string): string => `
import api, { createClient, PetSchema, type Pet, type PetsGetError } from "${specifier}"
import { petsFetch } from "${specifier}" // TS2614

api.pets.get() // TS2554
api.pets.get({}) // TS2345, TypeScript 7: TS2741
api.pets.get({ petId: "7" }) // TS2322
api.pets.get({ petId: 7, extra: 1 }) // TS2353
api.pets.get({ petId: 7 }, { clients: 1 }) // TS2561
api.pets.fetch({ petId: 7 }) // TS2339
api.pets.create({ id: 1, name: "Rex", status: "lost" }) // TS2322
api.pets.create({ id: 1 }) // TS2345, TypeScript 7: TS2741
api.pets.list({ limit: "3" }) // TS2322
api.pets.list({ born: null }) // TS2353
api.health({ verbose: true }) // TS2322
api.pets.get.safe({ petId: 1 }).then((outcome) => outcome.data.name) // TS18048
createClient({ baseURL: "https://example.com" }) // TS2561
const pet: Pet = { id: 1, name: "Rex" } // TS2741
const number: number = pet.id // TS2322
pet.born = null // TS2322
api.pets = api.pets // TS2540
for await (const step of api.pets.train()) console.log(step) // TS2504
const text: string = PetSchema["~standard"].vendor.length // TS2322
export const read = (error: PetsGetError): string => (error.code === "http" && error.status === 500 ? error.body.message : "") // TS18046
`

describe.each(Object.entries(compilers))("%s", (name, compiler) => {
  it.each(Object.entries(forms))(
    "accepts right calls and refuses wrong ones: %s",
    async (form, { specifier, options }) => {
      const refusedText = refused(specifier)
      const folder = await createProject({
        "package.json": JSON.stringify({
          type: "module",
          imports: {
            "#petstore.pristine.json": {
              types: "./.pristine/types/petstore.d.ts",
              default: "./src/petstore.pristine.json",
            },
          },
        }),
        "src/petstore.pristine.json": JSON.stringify({ name: "petstore", pets: 1 }),
        "src/accepted.ts": accepted(specifier),
        "src/refused.ts": refusedText,
      })
      await writeFile(join(folder, "tsconfig.json"), strictConfig(folder, options))
      const target = form as keyof typeof forms
      await writeDeclarations(petstoreModel(), { manifest: join(folder, "src/petstore.pristine.json"), target })

      const errors = await compile(folder, compiler)
      expect(errors.filter((error) => error.startsWith("src/"))).toEqual(
        expectedErrors("src/refused.ts", refusedText, name),
      )
      // Of the generated declarations and of the runtime's.
      expect(errors.filter((error) => !error.startsWith("src/"))).toEqual([])
    },
  )
})
