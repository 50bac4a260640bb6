import { readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { version } from "../../src/core/version.ts"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { petsManifest } from "./pets-manifest.ts"
import { run, start } from "./start-cli.ts"

describe("types", () => {
  it("writes the declarations of every manifest but those of dependencies and builds", async () => {
    const folder = await createProject({
      "a.pristine.json": petsManifest(),
      "deep/b.pristine.yaml": petsManifest(),
      "node_modules/c/c.pristine.json": petsManifest(),
      "dist/d.pristine.json": petsManifest(),
      "e.json": petsManifest(),
    })
    expect(await run(["types"], folder)).toEqual({
      code: 0,
      out: "wrote a.pristine.d.json.ts\nwrote deep/b.pristine.d.yaml.ts",
      err: "",
    })
    expect(await run(["types"], folder)).toEqual({ code: 0, out: "2 up to date", err: "" })
    expect(await readFile(join(folder, "a.pristine.d.json.ts"), "utf8")).toContain("export interface PetsResource {")
  })

  it.each([
    ["a name", ["a.pristine.json"], "wrote a.pristine.d.json.ts"],
    ["a pattern", ["deep/**/*.json"], "wrote deep/b.pristine.d.json.ts"],
    ["another folder", ["--cwd", "deep"], "wrote b.pristine.d.json.ts"],
  ])("takes %s", async (_name, args, out) => {
    const folder = await createProject({ "a.pristine.json": petsManifest(), "deep/b.pristine.json": petsManifest() })
    expect(await run(["types", ...args], folder)).toEqual({ code: 0, out, err: "" })
  })

  it("shows what is wrong with a manifest and writes the others", async () => {
    const folder = await createProject({
      "a.pristine.json": petsManifest({ endpoint: {} }),
      "b.pristine.json": petsManifest(),
    })
    const { code, out, err } = await run(["types"], folder)
    expect([code, out]).toEqual([1, "wrote b.pristine.d.json.ts\nfailed a.pristine.json"])
    expect(err).toMatch(/^a\.pristine\.json:1:\d+ error PRISTINE_M0101\n/)
    expect(err).toContain("^")
    expect(err).toContain('"endpoints"')
  })

  it("leaves a line free between two problems", async () => {
    const folder = await createProject({
      "a.pristine.json": petsManifest({ endpoint: {}, type: {} }),
      "b.pristine.json": petsManifest({ typos: {} }),
    })
    const { err } = await run(["types"], folder)
    const heads = err
      .split("\n")
      .flatMap((line, index, lines) => (/^[ab]\.pristine/.test(line) ? [lines[index - 1]] : []))
    expect(heads).toEqual([undefined, "", ""])
  })

  it("says that a named file is not there", async () => {
    const folder = await createProject({})
    const { code, err } = await run(["types", "a.pristine.json"], folder)
    expect([code, err]).toEqual([1, "a.pristine.json: there is no such file"])
  })

  it("says that there are no manifests", async () => {
    const { code, err } = await run(["types"], await createProject({}))
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/No manifests found.*\.pristine\.json.*\.pristine\.yaml.*\.pristine\.yml/),
    ])
  })

  it("finds stale declarations without writing them", async () => {
    const folder = await createProject({ "a.pristine.json": petsManifest() })
    const stale = {
      code: 1,
      out: "stale a.pristine.d.json.ts\nRun `unplugin-pristine types` to write them.",
      err: "",
    }
    expect(await run(["types", "--check"], folder)).toEqual(stale)
    await run(["types"], folder)
    expect(await run(["types", "--check"], folder)).toEqual({ code: 0, out: "1 up to date", err: "" })
    await rm(join(folder, "a.pristine.d.json.ts.map"))
    expect(await run(["types", "--check"], folder)).toEqual(stale)
  })

  it("prints JSON for machines", async () => {
    const folder = await createProject({ "a.pristine.json": petsManifest(), "b.pristine.json": "{" })
    const { code, out } = await run(["types", "--json"], folder)
    expect([code, JSON.parse(out)]).toEqual([
      1,
      {
        manifests: [
          {
            manifest: "a.pristine.json",
            status: "written",
            declarations: "a.pristine.d.json.ts",
            form: "sibling",
            diagnostics: [],
          },
          {
            manifest: "b.pristine.json",
            status: "failed",
            diagnostics: [expect.objectContaining({ code: "PRISTINE_M0001", severity: "error" })],
          },
        ],
        notices: [],
      },
    ])
  })

  it("says once what TypeScript needs", async () => {
    const folder = await createProject({
      "a.pristine.json": petsManifest(),
      "b.pristine.json": petsManifest(),
      "tsconfig.json": JSON.stringify({ compilerOptions: { module: "esnext", moduleResolution: "bundler" } }),
    })
    const { code, err } = await run(["types"], folder)
    expect([code, err]).toEqual([0, expect.stringMatching(/^tsconfig\.json: [^\n]*"allowArbitraryExtensions"[^\n]*$/)])
  })
})

/** As an editor saves that leaves no moment in which the file is empty: a watcher may look at any. */
async function save(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
}

describe("types --watch", () => {
  it("writes again, also after the manifest was broken, until it is stopped", async () => {
    const folder = await createProject({ "a.pristine.json": petsManifest() })
    const file = join(folder, "a.pristine.json")
    const declarations = join(folder, "a.pristine.d.json.ts")
    const { err, exit, stop, out, waitFor } = start(["types", "--watch"], folder)
    await waitFor(() => out.includes("watching 1 manifest"))

    await save(file, petsManifest({ types: { Pet: { fields: { age: "integer" } } } }))
    await waitFor(async () => (await readFile(declarations, "utf8")).includes("age?: number"))
    await save(file, petsManifest({ endpoint: {} }))
    await waitFor(() => err.some((text) => text.includes("PRISTINE_M0101")))
    // Declarations are as they were, and whoever repaired it is told so.
    const told = out.length
    await save(file, petsManifest({ types: { Pet: { fields: { age: "integer" } } } }))
    await waitFor(() => out.length > told)
    expect(out.at(-1)).toBe("1 up to date")
    await save(file, petsManifest({ types: { Pet: { fields: { born: "string" } } } }))
    await waitFor(async () => (await readFile(declarations, "utf8")).includes("born?: string"))

    stop.abort()
    expect(await exit).toBe(0)
  })

  it("ends as things stand at the end, not as they stood at the start", async () => {
    const folder = await createProject({ "a.pristine.json": petsManifest({ endpoint: {} }) })
    const repaired = start(["types", "--watch"], folder)
    await repaired.waitFor(() => repaired.out.includes("watching 1 manifest"))
    await save(join(folder, "a.pristine.json"), petsManifest())
    await repaired.waitFor(() => repaired.out.includes("wrote a.pristine.d.json.ts"))
    repaired.stop.abort()
    expect(await repaired.exit).toBe(0)

    const broken = start(["types", "--watch"], folder)
    await broken.waitFor(() => broken.out.includes("watching 1 manifest"))
    await save(join(folder, "a.pristine.json"), "{")
    await broken.waitFor(() => broken.out.includes("failed a.pristine.json"))
    broken.stop.abort()
    expect(await broken.exit).toBe(1)
  })

  it("takes up manifests that are added, where none were named", async () => {
    const folder = await createProject({ "src/a.pristine.json": petsManifest() })
    const { exit, stop, out, waitFor } = start(["types", "--watch"], folder)
    await waitFor(() => out.includes("watching 1 manifest"))
    await save(join(folder, "src/b.pristine.json"), petsManifest())
    await waitFor(() => out.includes("wrote src/b.pristine.d.json.ts"))
    await save(join(folder, "src/b.pristine.json"), petsManifest({ types: { Pet: { fields: { age: "integer" } } } }))
    await waitFor(() => out.filter((text) => text === "wrote src/b.pristine.d.json.ts").length === 2)
    stop.abort()
    expect(await exit).toBe(0)
  })

  it.each(["--check", "--json"])("is not for %s", async (option) => {
    const { code, err } = await run(["types", "--watch", option], process.cwd())
    expect([code, err]).toEqual([2, `error: option '--watch' cannot be used with option '${option}'`])
  })
})

describe("openapi", () => {
  it("prints the document of a manifest", async () => {
    const folder = await createProject({ "deep/a.pristine.json": petsManifest() })
    const { code, out, err } = await run(["openapi", "a.pristine.json", "--cwd", "deep"], folder)
    expect([code, err]).toEqual([0, ""])
    expect(JSON.parse(out)).toMatchObject({
      openapi: "3.1.0",
      info: { title: "petstore", version: "1.0.0" },
      servers: [{ url: "https://example.com" }],
      paths: { "/pets/{id}": { get: { operationId: "get_pet" } } },
    })
  })

  it("writes it to a file, where that is another", async () => {
    const folder = await createProject({ "a.pristine.yaml": petsManifest() })
    const command = ["openapi", "a.pristine.yaml", "--out", "openapi.json"]
    expect(await run(command, folder)).toEqual({ code: 0, out: "wrote openapi.json", err: "" })
    expect(await run(command, folder)).toEqual({ code: 0, out: "openapi.json is up to date", err: "" })
    const { out } = await run(["openapi", "a.pristine.yaml"], folder)
    expect(await readFile(join(folder, "openapi.json"), "utf8")).toBe(`${out}\n`)
  })

  it("makes the folder that it writes to", async () => {
    const folder = await createProject({ "a.pristine.json": petsManifest() })
    const { code, out } = await run(["openapi", "a.pristine.json", "--out", "public/openapi.json"], folder)
    expect([code, out]).toEqual([0, "wrote public/openapi.json"])
    expect(await readFile(join(folder, "public/openapi.json"), "utf8")).toContain('"openapi": "3.1.0"')
  })

  it("shows what is wrong with a manifest, and prints and writes nothing", async () => {
    const folder = await createProject({ "a.pristine.json": petsManifest({ endpoint: {} }) })
    const { code, out, err } = await run(["openapi", "a.pristine.json", "--out", "openapi.json"], folder)
    expect([code, out]).toEqual([1, ""])
    expect(err).toMatch(/^a\.pristine\.json:1:\d+ error PRISTINE_M0101\n[^]*"endpoints"[^]*\nfailed a\.pristine\.json$/)
    await expect(readFile(join(folder, "openapi.json"))).rejects.toThrow("ENOENT")
  })

  it.each<[name: string, args: string[], code: number, err: RegExp]>([
    ["a file that is not there", ["other.json"], 1, /^other\.json: there is no such file$/],
    ["a folder instead of a file", ["."], 1, /^\.: it is a folder\. Its manifests: a\.pristine\.json$/],
    ["a folder where a file is to be", ["a.pristine.json", "--out", "."], 1, /^\.: it is a folder$/],
    [
      "a file where a folder is to be",
      ["a.pristine.json", "--out", "a.pristine.json/openapi.json"],
      1,
      /^a\.pristine\.json\/openapi\.json: a part of its path is no folder$/,
    ],
    ["no manifest", [], 2, /missing required argument 'manifest'/],
    ["two manifests", ["a.pristine.json", "b.pristine.json"], 2, /too many arguments/],
  ])("says so: %s", async (_, args, code, err) => {
    const folder = await createProject({ "a.pristine.json": petsManifest() })
    expect(await run(["openapi", ...args], folder)).toEqual({
      code,
      out: "",
      err: expect.stringMatching(err) as string,
    })
  })

  it("explains itself", async () => {
    const { code, out } = await run(["openapi", "--help"], process.cwd())
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/openapi \[options\] <manifest>[^]*OpenAPI 3\.1[^]*--out <file>/),
    ])
  })
})

describe("the program", () => {
  it.each([
    ["--version", 0, version],
    ["--help", 0, "Usage: unplugin-pristine"],
  ])("%s", async (option, code, text) => {
    const result = await run([option], process.cwd())
    expect([result.code, result.out, result.err]).toEqual([code, expect.stringContaining(text), ""])
  })

  it.each([
    ["src/pags", "error: --cwd: there is no folder src/pags. Did you mean src/pages?"],
    ["nowhere", "error: --cwd: there is no folder nowhere."],
    ["a.pristine.json", "error: --cwd: a.pristine.json is no folder."],
  ])("takes no --cwd %s", async (cwd, err) => {
    const folder = await createProject({ "a.pristine.json": petsManifest(), "src/pages/main.ts": "" })
    expect(await run(["check", "--cwd", cwd], folder)).toEqual({ code: 2, out: "", err })
  })

  it("takes a folder for the manifests below it", async () => {
    const folder = await createProject({
      "a.pristine.json": petsManifest(),
      "src/deep/b.pristine.yaml": petsManifest(),
      "src/node_modules/c/c.pristine.json": petsManifest(),
      "lib/index.ts": "",
    })
    const out = "ok src/deep/b.pristine.yaml (1 operation, 1 type)"
    expect(await run(["check", "src"], folder)).toEqual({ code: 0, out, err: "" })
    expect(await run(["check", "src/"], folder)).toEqual({ code: 0, out, err: "" })
    const { code, err } = await run(["check", "lib", "*.yaml"], folder)
    expect([code, err]).toEqual([1, expect.stringMatching(/^No manifests found for "lib", "\*\.yaml" in /)])
  })

  it("helps with a command that was probably meant", async () => {
    const { code, err } = await run(["help", "chek"], process.cwd())
    expect([code, err]).toEqual([2, "error: unknown command 'chek'\n(Did you mean check?)"])
    expect((await run(["help", "check"], process.cwd())).out).toMatch(/^Usage: unplugin-pristine check /)
  })

  it.each([["--colour"], ["tpyes"], ["types", "--chekc"]])("refuses %s %s", async (...args) => {
    const result = await run(args, process.cwd())
    expect([result.code, result.err]).toEqual([2, expect.stringContaining("error: unknown")])
  })
})
