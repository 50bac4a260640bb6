import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { transform } from "esbuild"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { startPetsServer, type PetsServer } from "../pets-server.ts"
import { builds, packages, packInto, writeBlocks } from "../readme-project.ts"
import { it } from "../test.ts"
import { mustRun, root, run, toolRanges } from "../workspace.ts"

let app: string
let tarballs: ReadonlyMap<string, string>
let server: PetsServer

beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), "pristine-consumer-"))
  tarballs = await packInto(app)
  await writeFile(join(app, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }))
  const tools = await toolRanges(["vite", "rollup", "esbuild", "@rollup/plugin-node-resolve", "@types/node"])
  const compilers = ["typescript-6@npm:typescript@^6.0.3", "typescript-7@npm:typescript@^7.0.2", "typescript@^5.9.3"]
  await mustRun(
    "npm",
    [
      "install",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      "--ignore-scripts",
      ...tarballs.values(),
      ...tools,
      ...compilers,
    ],
    { cwd: app },
  )
  await writeBlocks("README.md", app)
  // The packages' own READMEs tell one project together.
  for (const folder of ["plugin", "runtime"]) await writeBlocks(`${folder}/README.md`, join(app, "packages-readmes"))
  const main = await readFile(join(app, "src/main.ts"), "utf8")
  await writeFile(join(app, "src/main.js"), (await transform(main, { loader: "ts", format: "esm" })).code)
  await writeFile(join(app, "index.html"), `<script type="module" src="/src/main.ts"></script>`)
  server = await startPetsServer()
}, 300_000)

afterAll(async () => {
  await server.close()
  await rm(app, { recursive: true, force: true })
})

describe("a packed package", () => {
  it.each(packages)("$name brings a README and the license", async ({ name }) => {
    const installed = join(app, "node_modules", name)
    expect(await readFile(join(installed, "README.md"), "utf8")).toMatch(/^# /)
    expect(await readFile(join(installed, "LICENSE"), "utf8")).toBe(await readFile(join(root, "LICENSE"), "utf8"))
  })
})

describe("the README's project, installed from the tarballs outside the workspace", () => {
  it.each(builds)("builds with $bundler and its output calls the service", async ({ command, output }) => {
    const [program, ...args] = command
    await mustRun(program, args, { cwd: app })
    const { stdout } = await mustRun("node", [output], {
      cwd: app,
      env: { PETS_URL: server.url, PETS_TOKEN: "first-token" },
    })
    expect(stdout.split("\n").slice(0, 3)).toEqual(["Bella available", "404 no such pet", "8"])
    expect(server.seen.slice(-3)).toEqual([
      { line: "GET /v1/pets/7", authorization: "Bearer first-token" },
      { line: "GET /v1/pets/404", authorization: "Bearer first-token" },
      { line: "POST /v1/pets", authorization: "Bearer another-token" },
    ])
  })

  it("builds a browser bundle without undici or a Node module", async () => {
    await mustRun("npx", ["vite", "build", "--outDir", "dist/browser"], { cwd: app })
    const assets = join(app, "dist/browser/assets")
    const code = (await Promise.all((await readdir(assets)).map((file) => readFile(join(assets, file), "utf8")))).join(
      "\n",
    )
    expect(code).toContain("/pets/")
    expect(code).not.toMatch(/undici|ECONNREFUSED|["']node:/)
  })
})

describe("the README's project on a clean clone", () => {
  beforeAll(async () => {
    await rm(join(app, "src/pets.pristine.d.json.ts"), { force: true })
    await mustRun("npx", ["unplugin-pristine", "types"], { cwd: app })
  })

  it.each(["typescript", "typescript-6", "typescript-7"])("type-checks with %s", async (compiler) => {
    const result = await run("node", [`node_modules/${compiler}/bin/tsc`, "-p", "."], { cwd: app })
    expect(result.stdout).toBe("")
    expect(result.status).toBe(0)
  })

  it.each(["typescript", "typescript-6", "typescript-7"])(
    "has declarations that %s accepts without skipLibCheck, @types or a lib",
    async (compiler) => {
      const compilerOptions = { skipLibCheck: false, skipDefaultLibCheck: true, types: [] }
      await writeFile(join(app, "tsconfig.bare.json"), JSON.stringify({ extends: "./tsconfig.json", compilerOptions }))
      const result = await run("node", [`node_modules/${compiler}/bin/tsc`, "-p", "tsconfig.bare.json"], { cwd: app })
      expect(result.stdout).toBe("")
      expect(result.status).toBe(0)
    },
  )

  it("installs a TypeScript of the plugin's own beside the user's", async () => {
    const sevens = await mkdtemp(join(tmpdir(), "pristine-seven-"))
    try {
      await writeFile(join(sevens, "package.json"), JSON.stringify({ name: "seven", private: true, type: "module" }))
      const plugin = tarballs.get("unplugin-pristine") ?? ""
      await mustRun(
        "npm",
        ["install", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", plugin, "typescript@^7.0.2"],
        {
          cwd: sevens,
        },
      )
      await cp(join(app, "src/pets.pristine.json"), join(sevens, "pets.pristine.json"))
      await writeFile(
        join(sevens, "tsconfig.json"),
        JSON.stringify({
          compilerOptions: { moduleResolution: "bundler", module: "esnext", allowArbitraryExtensions: true },
        }),
      )
      await mustRun("npx", ["unplugin-pristine", "types"], { cwd: sevens })
      expect(await readFile(join(sevens, "pets.pristine.d.json.ts"), "utf8")).toContain("interface Pet")
    } finally {
      await rm(sevens, { recursive: true, force: true })
    }
  })
})

describe("the project of the packages' READMEs", () => {
  const programs = [
    { readme: "plugin", entry: "main", want: "Bella\n" },
    { readme: "runtime", entry: "own-client", want: "http 404 1\n" },
  ]

  it.each(programs)("$readme: does what it says", async ({ entry, want }) => {
    const folder = join(app, "packages-readmes")
    await mustRun("npx", ["vite", "build", "--ssr", `src/${entry}.js`, "--outDir", `dist/${entry}`], { cwd: folder })
    const { stdout } = await mustRun("node", [`dist/${entry}/${entry}.js`], {
      cwd: folder,
      env: { PETS_URL: server.url, PETS_TOKEN: "first-token" },
    })
    expect(stdout).toBe(want)
  })
})

describe("the published Tinkex", () => {
  it.each([
    ["typescript", "nodenext", "nodenext"],
    ["typescript", "esnext", "bundler"],
    ["typescript-6", "nodenext", "nodenext"],
    ["typescript-6", "esnext", "bundler"],
    ["typescript-7", "nodenext", "nodenext"],
    ["typescript-7", "esnext", "bundler"],
  ])("has self-contained declarations for %s, module %s, resolution %s", async (compiler, module, resolution) => {
    await mkdir(join(app, "tinkex"), { recursive: true })
    await writeFile(
      join(app, "tinkex/use.ts"),
      [
        `import { ServiceClient } from "tinkex"`,
        `const service = new ServiceClient({ apiKey: "tml-x", baseUrl: "http://127.0.0.1:1" })`,
        `const training = await service.createLoraTrainingClient("m", { rank: 8 })`,
        `const { metrics } = await training.optimStep({ learning_rate: 1e-3 })`,
        `export const loss: number | undefined = metrics?.["loss:sum"]`,
        `// @ts-expect-error a learning rate is a number`,
        `await training.optimStep({ learning_rate: "fast" })`,
        ``,
      ].join("\n"),
    )
    const result = await run(
      "node",
      [
        `node_modules/${compiler}/bin/tsc`,
        ...["--noEmit", "--strict", "--skipDefaultLibCheck", "--target", "es2022", "--types", "node"],
        ...["--module", module, "--moduleResolution", resolution, "tinkex/use.ts"],
        ...(compiler === "typescript" ? [] : ["--ignoreConfig"]),
      ],
      { cwd: app },
    )
    expect(result.stdout).toBe("")
    expect(result.status).toBe(0)
  })
})
