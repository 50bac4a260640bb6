import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { build } from "esbuild"
import pristine from "unplugin-pristine/esbuild"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { commands } from "./documented-commands.ts"
import { jsonBlocks, manifest, petstorePage, preludes, prints, readersOwn } from "./documented-programs.ts"
import { markdownBlocks, type MarkdownBlock } from "./markdown-blocks.ts"
import { it } from "./test.ts"
import { mustRun, root, run } from "./workspace.ts"

/** docs/contracts.md has a test of its own, in the runtime. */
const ownTest = "contracts.md"
/** Blocks that name a file are written into a project: of Tinkex's README in its own tests, of the others in packed.test.ts. */
const readmes = ["README.md", "plugin/README.md", "runtime/README.md", "examples/tinkex/README.md"]

/** Every page of documentation. */
const pages = [
  ...readmes,
  ...(await readdir(join(root, "examples/tinkex/docs")))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `examples/tinkex/docs/${name}`),
  ...(await readdir(join(root, "docs")))
    .filter((name) => name.endsWith(".md") && name !== ownTest)
    .map((name) => `docs/${name}`),
]
const blocks = (await Promise.all(pages.map(markdownBlocks))).flat()
/** Shown, not run: what is generated. And what only Bun can run. */
const otherwise = ["docs/generated-code-js-1", "docs/hosts-js-3"]
const programs = blocks.filter(
  ({ language, file, name }) => file === undefined && /^[jt]s$/.test(language) && !otherwise.includes(name),
)

/** A program on its way to a file: a block that calls `api` without an import gets one. */
function programOf({ name, code }: MarkdownBlock): string {
  const [before = "", after = ""] = preludes[name] ?? []
  const asks = /\bapi\./.test(code) && !/\bapi\b[^\n]* from /.test(code)
  return [asks ? 'import api from "./manifest.pristine.json"\n' : "", before, code, after].join("")
}

const fileOf = ({ name, language }: MarkdownBlock): string => `${name.replaceAll("/", "-")}.${language}`

const server = createServer((request, response) => {
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
  }
  if (request.url === "/chat") {
    response.writeHead(200, { "content-type": "text/event-stream" })
    for (const text of ["Hello, ", "world"]) response.write(`data: ${JSON.stringify({ text })}\n\n`)
    response.end()
  } else if (request.url === "/train") answer(200, { request_id: "job-1" })
  else if (request.url === "/pets/7") answer(404, { message: "no such pet" })
  else answer(200, { id: 8, name: "Rex" })
})

const ignoreLists = ["README-gitignore-1", "docs/typescript-gitignore-1"]

let folder = ""

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "pristine-docs-")))
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "dir")
  const named = (name: string): string => blocks.find((block) => block.name === name || block.file === name)?.code ?? ""
  const compilerOptions = {
    target: "es2022",
    // The declarations of jax-js name `Float16Array`.
    lib: ["es2023", "esnext.disposable", "esnext.float16", "dom", "dom.iterable", "dom.asynciterable"],
    allowImportingTsExtensions: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    noEmit: true,
    types: ["node"],
  }
  const asked = JSON.parse(named("docs/typescript-json-1")) as { readonly compilerOptions: object }
  const files: Readonly<Record<string, string>> = {
    "tsconfig.json": JSON.stringify({
      compilerOptions: { ...compilerOptions, ...asked.compilerOptions },
      include: ["src"],
    }),
    "library/package.json": named("docs/typescript-json-2"),
    "library/tsconfig.json": JSON.stringify({ compilerOptions: { ...compilerOptions, ...asked.compilerOptions } }),
    "library/src/api.pristine.json": JSON.stringify(manifest),
    "library/src/index.ts": 'import api from "#api.pristine.json"\nexport const get = api.pets.get\n',
    "src/main.ts": named("src/main.ts"),
    "bun/build.js": named("docs/hosts-js-3"),
    "bun/src/main.ts": named("src/main.ts"),
    "bun/src/pets.pristine.json": named("src/pets.pristine.json"),
    ...readersOwn,
    "src/manifest.pristine.json": JSON.stringify(manifest),
    "src/api.pristine.json": JSON.stringify(manifest),
    "src/pets.pristine.json": named("src/pets.pristine.json"),
    "src/petstore.pristine.json": named(petstorePage),
    ...Object.fromEntries(programs.map((block) => [`src/${fileOf(block)}`, programOf(block)])),
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

describe("every block of the documentation", () => {
  /** What a person reads and no program takes. */
  const pictures = [
    "docs/pipeline-mermaid-1",
    "docs/hosts-text-1",
    "docs/hosts-text-2",
    "docs/options-text-1",
    "docs/options-text-2",
  ]

  it("is run, compiled or compared by a test", () => {
    const taken = new Set([
      ...programs.map(({ name }) => name),
      ...Object.keys(jsonBlocks),
      ...pictures,
      // The first in plugin/tests/docs/generated-code.test.ts, the other below.
      ...otherwise,
      ...ignoreLists,
    ])
    const loose = blocks.filter(({ file, language }) => file === undefined && language !== "sh")
    expect(loose.map(({ name }) => name).filter((name) => !taken.has(name))).toEqual([])
    const strangers = blocks.filter(({ file, page }) => file !== undefined && !readmes.includes(page))
    expect(strangers).toEqual([])
  })

  it("has the programs that print something", () => {
    expect(programs.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys({ ...prints, ...preludes })))
  })
})

describe("the commands of the documentation stand in what runs them", () => {
  const lines = blocks.flatMap(({ language, page, code }) =>
    language === "sh"
      ? code
          .trim()
          .split("\n")
          .map((line) => [`${page}: ${line.replace(/\s+#.*/, "")}`, line] as const)
      : [],
  )

  it.each(lines)("%s", async (name) => {
    const command = commands[name]
    if (command === undefined) throw new Error("No test runs this command: add it to documented-commands.ts")
    expect(await command()).toMatch(/\S/)
  })

  it("are all there", () => {
    expect(lines.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(commands)))
  })
})

describe("the programs of the documentation", () => {
  it.each([
    ["beside the manifests", "."],
    ["behind a package import", "library"],
  ])("pass the compiler, with declarations %s", async (_, project) => {
    const cwd = join(folder, project)
    await mustRun(process.execPath, [join(root, "plugin/bin/unplugin-pristine.js"), "types"], { cwd })
    const tsc = join(root, "node_modules/typescript-7/bin/tsc")
    const { stdout } = await run(process.execPath, [tsc, "-p", "."], { cwd })
    expect(stdout).toBe("")
  })

  describe("run", () => {
    beforeAll(() =>
      build({
        entryPoints: programs.map((block) => join(folder, "src", fileOf(block))),
        absWorkingDir: folder,
        outdir: join(folder, "dist"),
        outExtension: { ".js": ".mjs" },
        bundle: true,
        format: "esm",
        target: "es2022",
        platform: "node",
        packages: "external",
        logLevel: "silent",
        plugins: [pristine({ types: false, mock: true })],
      }),
    )

    it.each(programs)("$name", async (block) => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const env = {
        DOCS_URL: url,
        PETSTORE_URL: url,
        PETSTORE_TOKEN: "token",
        PETS_URL: `${url}/v1`,
        PETS_TOKEN: "token",
        TINKER_API_KEY: "tml-local",
      }
      const program = join(folder, "dist", fileOf(block).replace(/[jt]s$/, "mjs"))
      const { status, stdout, stderr } = await run(process.execPath, [program], { cwd: folder, env })
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      expect(stdout).toMatch(prints[block.name] ?? /^$/)
    })
  })
})

describe("the build for Bun", () => {
  it("makes a program that runs", async () => {
    const bun = join(root, "node_modules/.bin/bun")
    await mustRun(bun, ["build.js"], { cwd: join(folder, "bun") })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const env = { PETS_URL: `${url}/v1`, PETS_TOKEN: "token" }
    const { stdout } = await mustRun(bun, ["dist/main.js"], { cwd: join(folder, "bun"), env })
    expect(stdout).toMatch(/^Rex available\n/)
  })
})

describe("what git is to ignore", () => {
  it.each(ignoreLists)("hides all that is written: %s", async (name) => {
    const clone = join(folder, name.replaceAll("/", "-"))
    await mkdir(join(clone, "src"), { recursive: true })
    for (const ending of ["json", "yaml"]) {
      await writeFile(join(clone, `src/api.pristine.${ending}`), JSON.stringify(manifest))
    }
    await writeFile(
      join(clone, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { allowArbitraryExtensions: true } }),
    )
    await writeFile(join(clone, ".gitignore"), blocks.find((block) => block.name === name)?.code ?? "")
    await mustRun(process.execPath, [join(root, "plugin/bin/unplugin-pristine.js"), "types"], { cwd: clone })
    await mustRun("git", ["init", "--quiet"], { cwd: clone })
    const { stdout } = await mustRun("git", ["status", "--porcelain", "--untracked-files=all"], { cwd: clone })
    expect(stdout.trim().split("\n")).toEqual([
      "?? .gitignore",
      "?? src/api.pristine.json",
      "?? src/api.pristine.yaml",
      "?? tsconfig.json",
    ])
  })
})

describe("the parts of manifests and settings in the documentation", () => {
  it.each(Object.entries(jsonBlocks))("are taken: %s", async (name, manifestsOf) => {
    const block = blocks.find((one) => one.name === name)
    expect(block).toBeDefined()
    for (const [index, one] of manifestsOf(block?.code ?? "").entries()) {
      const file = `${name.replaceAll("/", "-")}-${index}.pristine.json`
      await writeFile(join(folder, file), JSON.stringify(one))
      await mustRun(process.execPath, [join(root, "plugin/bin/unplugin-pristine.js"), "openapi", file], { cwd: folder })
    }
  })
})
