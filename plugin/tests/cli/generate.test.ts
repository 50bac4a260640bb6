import { execFile } from "node:child_process"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect } from "vitest"
import { createGeneration } from "../../src/core/generation.ts"
import { createModuleIds } from "../../src/core/module-ids.ts"
import { resolveOptions } from "../../src/core/options.ts"
import { it } from "../test.ts"
import { compile, compilers, createProject, strictConfig } from "../types/typescript-project.ts"
import { petsManifest } from "./pets-manifest.ts"
import { run } from "./start-cli.ts"

const repository = fileURLToPath(new URL("../../../", import.meta.url))
const files = [
  "codecs.js",
  "index.d.ts",
  "index.d.ts.map",
  "index.js",
  "operations.js",
  "package.json",
  "resource.js",
  "resource.pets.js",
  "schemas.js",
  "service.js",
]

it("writes files that Node runs, and nothing when they are there", async ({ resources }) => {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify({ name: `Rex ${request.url ?? ""}` }))
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  resources.defer(() => new Promise((closed) => server.close(closed)))
  const { port } = server.address() as AddressInfo
  const codec = "export const shout = { decode: (text) => text.toUpperCase(), encode: (text) => text }"
  const folder = await createProject({
    "src/codec.js": codec,
    "src/pets.pristine.json": petsManifest({
      base_url: { env: "PETS_URL", default: "https://example.com" },
      types: { Pet: { fields: { name: "Loud" } }, Loud: { type: "string", codec: "./codec.js#shout" } },
    }),
    "main.mjs": `import api from "./generated/pets/index.js"
console.log(JSON.stringify(await api.pets.get({ id: "7" })))`,
    "src/package.json": JSON.stringify({ type: "module" }),
  })
  await mkdir(join(folder, "node_modules"))
  await symlink(join(repository, "runtime"), join(folder, "node_modules/pristine-runtime"), "dir")

  const first = await run(["generate", "--out", "generated"], folder)
  expect(first).toEqual({
    code: 0,
    out: "wrote generated/pets from src/pets.pristine.json (10 files written)",
    err: "",
  })
  expect((await readdir(join(folder, "generated/pets"))).sort()).toEqual(files)
  const env = { ...process.env, PETS_URL: `http://127.0.0.1:${port}` }
  const { stdout } = await promisify(execFile)(process.execPath, ["main.mjs"], { cwd: folder, env })
  expect(stdout).toBe('{"name":"REX /PETS/7"}\n')

  const times = () => Promise.all(files.map(async (name) => (await stat(join(folder, "generated/pets", name))).mtimeMs))
  const before = await times()
  const second = await run(["generate", "--out", "generated"], folder)
  expect(second).toEqual({ code: 0, out: "generated/pets is up to date", err: "" })
  expect(await times()).toEqual(before)
})

it("writes the bytes that the plugin loads, but for the specifiers", async () => {
  const folder = await createProject({ "pets.pristine.json": petsManifest() })
  await run(["generate", "--out", "generated"], folder)
  const file = join(folder, "pets.pristine.json")
  const options = resolveOptions()
  const generation = createGeneration(options, createModuleIds(options.include, ".js"))
  const read = await generation.read(file)
  const names: Record<string, string> = { root: "index.js", "resource:": "resource.js" }
  for (const part of read.generator?.parts ?? []) {
    const loaded = generation.generate(read, { file, part })?.code ?? ""
    const relative = loaded
      .replaceAll(/"\.\/pets\.pristine\.json\.js\?pristine=([^"]*)"/g, (_, other: string) =>
        JSON.stringify(`./${names[other] ?? `${other.replace(":", ".")}.js`}`),
      )
      .replaceAll("pets.pristine.json.js", "index.js")
    const written = await readFile(
      join(folder, "generated/pets", names[part] ?? `${part.replace(":", ".")}.js`),
      "utf8",
    )
    expect(written, part).toBe(relative)
  }
})

it("has types that a compiler finds", async () => {
  const folder = await createProject({ "pets.pristine.json": petsManifest() })
  await run(["generate", "--out", "src/generated"], folder)
  await writeFile(
    join(folder, "src/main.ts"),
    `import api, { type Pet } from "./generated/pets/index.js"
export const pet: Pet = await api.pets.get({ id: "7" })
await api.pets.get({ ident: 7 }) // TS2353\n`,
  )
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }))
  await writeFile(
    join(folder, "tsconfig.json"),
    strictConfig(folder, { module: "nodenext", moduleResolution: "nodenext" }),
  )
  expect(await compile(folder, compilers["TypeScript 5.9"] ?? "")).toEqual(["src/main.ts:3 TS2353"])
})

it("finds what is stale or left over, and removes what it wrote before", async () => {
  const folder = await createProject({ "pets.pristine.json": petsManifest() })
  await run(["generate", "--out", "out"], folder)
  await writeFile(join(folder, "out/pets/mine.js"), "export {}\n")
  expect((await run(["generate", "--out", "out", "--check"], folder)).code).toBe(0)
  const endpoints = { get_dog: { resource: "dogs", method: "GET", path: "/dogs/{id}", response: "Pet" } }
  await writeFile(join(folder, "pets.pristine.json"), petsManifest({ endpoints }))

  const check = await run(["generate", "--out", "out", "--check", "--json"], folder)
  expect([check.code, JSON.parse(check.out)]).toEqual([
    1,
    {
      manifests: [
        {
          manifest: "pets.pristine.json",
          folder: "out/pets",
          status: "stale",
          changed: expect.arrayContaining(["out/pets/resource.dogs.js", "out/pets/index.js"]) as unknown,
          removed: ["out/pets/resource.pets.js"],
        },
      ],
    },
  ])
  expect(await readdir(join(folder, "out/pets"))).not.toContain("resource.dogs.js")

  const { out } = await run(["generate", "--out", "out"], folder)
  expect(out).toMatch(/^wrote out\/pets from pets\.pristine\.json \(\d+ files written, 1 file removed\)$/)
  const present = await readdir(join(folder, "out/pets"))
  expect([present.includes("resource.pets.js"), present.includes("mine.js")]).toEqual([false, true])
})

it("names files apart that a file system may take for one", async () => {
  const endpoints = {
    a: { resource: "petShop", method: "GET", path: "/a" },
    b: { resource: "petshop", method: "GET", path: "/b" },
  }
  const folder = await createProject({ "pets.pristine.json": petsManifest({ endpoints }) })
  await run(["generate", "--out", "out"], folder)
  const present = await readdir(join(folder, "out/pets"))
  expect(present).toEqual(expect.arrayContaining(["resource.petShop.js", "resource.petshop-2.js"]))
})

it.each([
  ["no folder to write to", ["generate"], 2, /required option '--out <folder>'/],
  [
    "two manifests of one name",
    ["generate", "--out", "out"],
    2,
    /a\/pets\.pristine\.json and b\/pets\.pristine\.yaml would share/,
  ],
  ["a broken one", ["generate", "c.pristine.json", "--out", "out"], 1, /PRISTINE_M0001[^]*failed c\.pristine\.json/],
])("says so: %s", async (_, args, code, err) => {
  const folder = await createProject({
    "a/pets.pristine.json": petsManifest(),
    "b/pets.pristine.yaml": petsManifest(),
    "c.pristine.json": "{",
  })
  const result = await run(args, folder)
  expect([result.code, result.err]).toEqual([code, expect.stringMatching(err)])
  expect(await readdir(resolve(folder))).not.toContain("out")
})

it("writes what mocks answer from where that is asked for", async () => {
  const folder = await createProject({ "src/pets.pristine.json": petsManifest() })
  await run(["generate", "--out", "plain"], folder)
  await run(["generate", "--out", "mocked", "--mock"], folder)
  const [plain, mocked] = await Promise.all(
    ["plain", "mocked"].map((out) => readFile(join(folder, out, "pets/resource.pets.js"), "utf8")),
  )
  expect(plain).not.toContain("mock:")
  expect(mocked).toContain("mock: () => (")
})
