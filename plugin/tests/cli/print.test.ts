import { join } from "node:path"
import { expect } from "vitest"
import { createGeneration } from "../../src/core/generation.ts"
import { createModuleIds } from "../../src/core/module-ids.ts"
import { resolveOptions } from "../../src/core/options.ts"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { petsManifest } from "./pets-manifest.ts"
import { run } from "./start-cli.ts"

it("prints every module under the id that hosts know it by", async () => {
  const folder = await createProject({ "a.pristine.json": petsManifest() })
  const { code, out, err } = await run(["print", "a.pristine.json"], folder)
  expect([code, err]).toEqual([0, ""])
  expect(out.match(/^\/\/ a\.pristine\.json\.js.*$/gm)).toEqual([
    "// a.pristine.json.js",
    "// a.pristine.json.js?pristine=operations",
    "// a.pristine.json.js?pristine=resource:",
    "// a.pristine.json.js?pristine=resource:pets",
    "// a.pristine.json.js?pristine=schemas",
    "// a.pristine.json.js?pristine=codecs",
    "// a.pristine.json.js?pristine=service",
  ])
})

it("prints the bytes that the plugin loads", async () => {
  const folder = await createProject({ "a.pristine.json": petsManifest() })
  const file = join(folder, "a.pristine.json")
  const options = resolveOptions()
  const generation = createGeneration(options, createModuleIds(options.include, ".js"))
  const read = await generation.read(file)
  const { out } = await run(["print", "a.pristine.json", "--json"], folder)
  const { modules } = JSON.parse(out) as { modules: { part: string; code: string }[] }
  expect(modules).toHaveLength(7)
  for (const { part, code } of modules) expect(code).toBe(generation.generate(read, { file, part })?.code)
})

it.each([
  ["a part", "schemas", /^\/\/ Generated[^]*export const PetSchema = /],
  ["a resource", "pets", /^\/\/ Generated[^]*export const get = /],
  ["a resource by the name of its part", "resource:pets", /^\/\/ Generated[^]*export const get = /],
])("prints %s alone", async (_, part, text) => {
  const folder = await createProject({ "a.pristine.json": petsManifest() })
  const { code, out } = await run(["print", "a.pristine.json", "--part", part], folder)
  expect([code, out]).toEqual([0, expect.stringMatching(text)])
})

it.each([
  ["--no-validate", "pets", "PetSchema"],
  ["--no-retry", "service", "budgetedRetry"],
  ["--no-default-client", "service", "validate: validate,\n}))"],
])("%s leaves its feature out", async (flag, part, word) => {
  const policies = {
    retry_policies: { often: { max_attempts: 3, retry_on: [503] } },
    endpoints: { get_pet: { resource: "pets", method: "GET", path: "/pets/{id}", response: "Pet", retry: "often" } },
  }
  const folder = await createProject({ "a.pristine.json": petsManifest(policies) })
  const whole = await run(["print", "a.pristine.json", "--part", part], folder)
  const less = await run(["print", "a.pristine.json", "--part", part, flag], folder)
  expect([whole.out.includes(word), less.out]).toEqual([true, expect.not.stringContaining(word)])
})

it.each([
  ["petz", "Did you mean pets?"],
  ["sevice", "Did you mean service?"],
  ["xyz", "The parts are root, operations, pets, schemas, codecs, service."],
])("says that there is no part %s", async (part, hint) => {
  const folder = await createProject({ "a.pristine.json": petsManifest() })
  const { code, out, err } = await run(["print", "a.pristine.json", "--part", part], folder)
  expect([code, out, err]).toEqual([2, "", `error: there is no part "${part}". ${hint}`])
})

it("shows what is wrong with a manifest instead", async () => {
  const folder = await createProject({ "a.pristine.json": petsManifest({ endpoint: {} }) })
  const { code, out, err } = await run(["print", "a.pristine.json"], folder)
  expect([code, out, err]).toEqual([1, "", expect.stringMatching(/PRISTINE_M0101[^]*failed a\.pristine\.json$/)])
})
