import { readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { writeDeclarations } from "../../src/types/write-declarations.ts"
import { it } from "../test.ts"
import { petstoreModel } from "./petstore-model.ts"
import { createProject } from "./typescript-project.ts"

const names: readonly [manifest: string, declarations: string][] = [
  ["api.pristine.json", "api.pristine.d.json.ts"],
  ["api.pristine.yaml", "api.pristine.d.yaml.ts"],
  ["deep/er/api.pristine.yml", "deep/er/api.pristine.d.yml.ts"],
]

describe("beside the manifest", () => {
  it.each(names)("%s → %s", async (name, declarations) => {
    const folder = await createProject({ [name]: "{}" })
    const manifest = join(folder, name)
    const written = await writeDeclarations(petstoreModel(), { manifest })
    expect(written).toEqual({ file: join(folder, declarations), form: "sibling", changed: true })
    const { code, map } = await generateDeclarations(petstoreModel(), { manifest })
    expect(await readFile(written.file, "utf8")).toBe(code)
    expect(await readFile(`${written.file}.map`, "utf8")).toBe(map)
  })

  it("touches nothing that is as it should be", async () => {
    const folder = await createProject({ "api.pristine.json": "{}" })
    const manifest = join(folder, "api.pristine.json")
    const { file } = await writeDeclarations(petstoreModel(), { manifest })
    const before = await stat(file, { bigint: true })
    expect((await writeDeclarations(petstoreModel(), { manifest })).changed).toBe(false)
    const after = await stat(file, { bigint: true })
    expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino])
  })

  it.each(["", ".map"])("writes what somebody changed or removed: %j", async (suffix) => {
    const folder = await createProject({ "api.pristine.json": "{}" })
    const manifest = join(folder, "api.pristine.json")
    const { file } = await writeDeclarations(petstoreModel(), { manifest })
    const original = await readFile(file + suffix, "utf8")
    await writeFile(file + suffix, "stale")
    expect((await writeDeclarations(petstoreModel(), { manifest, check: true })).changed).toBe(true)
    expect(await readFile(file + suffix, "utf8")).toBe("stale")
    expect((await writeDeclarations(petstoreModel(), { manifest })).changed).toBe(true)
    expect(await readFile(file + suffix, "utf8")).toBe(original)
  })
})

describe("behind a package import", () => {
  const imports = {
    "#text": "./src/text.js",
    "#other.pristine.json": { types: "./.pristine/types/other.d.ts", default: "./src/other.pristine.json" },
    "#api.pristine.json": { types: "./.pristine/types/api.d.ts", default: "./src/api.pristine.json" },
  }

  it("writes where the nearest package says, and leads back to the manifest", async () => {
    const folder = await createProject({
      "package.json": JSON.stringify({ imports }),
      "src/api.pristine.json": "{}",
    })
    const manifest = join(folder, "src/api.pristine.json")
    const written = await writeDeclarations(petstoreModel(), { manifest })
    expect(written).toEqual({ file: join(folder, ".pristine/types/api.d.ts"), form: "imports", changed: true })
    expect(JSON.parse(await readFile(`${written.file}.map`, "utf8"))).toMatchObject({
      file: "api.d.ts",
      sources: ["../../src/api.pristine.json"],
    })
    const sibling = await writeDeclarations(petstoreModel(), { manifest, target: "sibling" })
    expect(sibling.file).toBe(join(folder, "src/api.pristine.d.json.ts"))
  })

  it("says what to add to a package that names no types", async () => {
    const folder = await createProject({ "package.json": "{}", "src/api.pristine.json": "{}" })
    const manifest = join(folder, "src/api.pristine.json")
    await expect(writeDeclarations(petstoreModel(), { manifest, target: "imports" })).rejects.toThrow(
      'Add {"imports":{"#api.pristine.json":{"types":"./.pristine/types/api.d.ts","default":"./src/api.pristine.json"}}}.',
    )
  })

  it.each(["../api.d.ts", "./api.ts"])("refuses to write to %s", async (types) => {
    const folder = await createProject({
      "package.json": JSON.stringify({ imports: { "#a.pristine.json": { types, default: "./a.pristine.json" } } }),
      "a.pristine.json": "{}",
    })
    const manifest = join(folder, "a.pristine.json")
    await expect(writeDeclarations(petstoreModel(), { manifest })).rejects.toThrow(
      "must name a .d.ts file inside the package",
    )
  })
})
