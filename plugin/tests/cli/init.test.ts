import { execFileSync } from "node:child_process"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { Interrupted } from "../../src/cli/interrupted.ts"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { petsManifest } from "./pets-manifest.ts"
import { run } from "./start-cli.ts"

const project = {
  "package.json": JSON.stringify({ devDependencies: { vite: "^8.0.0" } }),
  "pnpm-lock.yaml": "",
  "vite.config.ts": "export default { plugins: [] }\n",
  "tsconfig.json": '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler" } }\n',
  "src/main.ts": "",
}
const changed = ["src/api.pristine.json", "vite.config.ts", "tsconfig.json", ".gitignore"]

it("shows what would change and writes nothing where there is nobody to ask", async () => {
  const folder = await createProject(project)
  const before = await readdir(folder)
  const { code, out, err } = await run(["init"], folder)
  expect([code, err]).toEqual([4, ""])
  expect(out).toMatch(/^bundler: vite, package manager: pnpm\n/)
  expect(out).toContain(
    `--- a/vite.config.ts
+++ b/vite.config.ts
@@ -1,1 +1,2 @@
-export default { plugins: [] }
+import pristine from "unplugin-pristine/vite"
+export default { plugins: [pristine()] }`,
  )
  expect(out.match(/^\+\+\+ b\/(.*)$/gm)).toEqual(changed.map((path) => `+++ b/${path}`))
  expect(out).toContain("To install:\n  pnpm add pristine-runtime\n  pnpm add --save-dev unplugin-pristine")
  expect(out).toMatch(/\nNothing was written: nobody is here to ask\. `--yes` writes\.$/)
  expect(await readdir(folder)).toEqual(before)
})

it("shows a difference that git applies, and makes a project that is right", async () => {
  const folder = await createProject(project)
  const { out } = await run(["init"], folder)
  const patch = out.slice(out.indexOf("--- "), out.indexOf("\n\nTo install")).replaceAll("\n\n", "\n")
  await writeFile(join(folder, "init.patch"), `${patch}\n`)
  execFileSync("git", ["apply", "init.patch"], { cwd: folder })
  const applied = await Promise.all(changed.map((path) => readFile(join(folder, path), "utf8")))

  const other = await createProject(project)
  const { code, out: told } = await run(["init", "--yes"], other)
  expect([code, told.split("\n").slice(-2)]).toEqual([
    0,
    [
      `wrote ${changed.join(", ")}`,
      'Next: install what is named above, run `unplugin-pristine types`, and `import api from "./api.pristine.json"`.',
    ],
  ])
  expect(await Promise.all(changed.map((path) => readFile(join(other, path), "utf8")))).toEqual(applied)

  const again = await run(["init", "--yes"], other)
  expect([again.code, again.out]).toEqual([0, expect.stringMatching(/\nNothing to write, but packages to install\.$/)])
  const dependencies = { "pristine-runtime": "^0.1.0", "unplugin-pristine": "^0.1.0", vite: "^8.0.0" }
  await writeFile(join(other, "package.json"), JSON.stringify({ dependencies }))
  expect((await run(["init", "--yes"], other)).out).toMatch(/\nNothing to write: the project has everything\.$/)
  expect((await run(["check"], other)).code).toBe(0)
  expect((await run(["types"], other)).err).toBe("")
})

it.each([
  ["src/api.pristine.json", "../node_modules/", { "src/main.ts": "" }],
  ["api.pristine.json", "./node_modules/", {}],
])("begins %s with the schema where it is", async (path, schema, files) => {
  const folder = await createProject({ "package.json": "{}", ...files })
  await run(["init", "--yes"], folder)
  const manifest = JSON.parse(await readFile(join(folder, path), "utf8")) as { $schema: string }
  expect(manifest.$schema).toBe(`${schema}unplugin-pristine/manifest.schema.json`)
})

it.each([
  ["y", 0, "Next: "],
  ["Yes ", 0, "Next: "],
  ["n", 4, "Nothing was written."],
  ["", 4, "Nothing was written."],
])("takes the answer %j", async (answer, code, last) => {
  const questions: string[] = []
  const ask = (question: string): Promise<string> => {
    questions.push(question)
    return Promise.resolve(answer)
  }
  const folder = await createProject(project)
  const result = await run(["init"], folder, { ask })
  expect([result.code, result.out.split("\n").at(-1)]).toEqual([code, expect.stringContaining(last)])
  expect(questions).toEqual(["Write these changes? [y/N] "])
  expect((await readdir(folder)).includes(".gitignore")).toBe(code === 0)
})

it("colours the difference where it may", async () => {
  const { out } = await run(["init"], await createProject(project), { outColor: true })
  expect(out).toContain("\u001b[31m-export default { plugins: [] }\u001b[0m")
  expect(out).toContain("\u001b[1m+++ b/vite.config.ts\u001b[0m")
})

it("writes nothing when somebody interrupts the question", async () => {
  const folder = await createProject({ "package.json": "{}" })
  const { code, out, err } = await run(["init"], folder, { ask: () => Promise.reject(new Interrupted()) })
  expect([code, err]).toEqual([130, ""])
  expect(out).not.toMatch(/wrote/)
  expect(await readdir(folder)).toEqual(["package.json"])
})

it("prints its plan as JSON, and asks nothing", async () => {
  const folder = await createProject({ ...project, "a.pristine.json": petsManifest() })
  const ask = (): Promise<string> => Promise.reject(new Error("asked"))
  const { code, out } = await run(["init", "--json"], folder, { ask })
  expect([code, JSON.parse(out)]).toEqual([
    4,
    {
      bundler: "vite",
      packageManager: "pnpm",
      files: [
        { path: "vite.config.ts", status: "changed", diff: expect.stringContaining("pristine()") as unknown },
        { path: "tsconfig.json", status: "changed", diff: expect.any(String) as unknown },
        { path: ".gitignore", status: "new", diff: expect.any(String) as unknown },
      ],
      notes: [],
      commands: ["pnpm add pristine-runtime", "pnpm add --save-dev unplugin-pristine"],
      written: false,
    },
  ])
})

it.each<[name: string, files: Readonly<Record<string, string>>, head: string, note: RegExp]>([
  ["no bundler", { "package.json": "{}", "yarn.lock": "" }, "bundler: none, package manager: yarn", /generate --out/],
  [
    "esbuild, which has no configuration",
    { "package.json": '{ "packageManager": "bun@1.4.0", "dependencies": { "esbuild": "1" } }' },
    "bundler: esbuild, package manager: bun",
    /No configuration of esbuild[^]*unplugin-pristine\/esbuild/,
  ],
  [
    "a configuration of its own shape",
    { "rollup.config.js": "export default make()\n" },
    "bundler: rollup, package manager: npm",
    /rollup\.config\.js has a shape/,
  ],
  [
    "nodenext",
    { "vite.config.js": "export default {}\n", "tsconfig.json": '{ "compilerOptions": { "module": "nodenext" } }' },
    "bundler: vite, package manager: npm",
    /"imports" in package\.json/,
  ],
])("says what is left to do by hand: %s", async (_, files, head, note) => {
  const { out } = await run(["init"], await createProject(files))
  expect([out.split("\n")[0], out]).toEqual([head, expect.stringMatching(note)])
})

it("writes a configuration for Vite where there is none", async () => {
  const folder = await createProject({ "package.json": JSON.stringify({ dependencies: { vite: "8" } }) })
  await run(["init", "--yes"], folder)
  expect(await readFile(join(folder, "vite.config.mjs"), "utf8")).toContain("plugins: [pristine()]")
})

it("adds the flag to the project that holds the sources, where tsconfig.json only refers to others", async () => {
  const settings = { module: "esnext", moduleResolution: "bundler" }
  const folder = await createProject({
    ...project,
    "tsconfig.json": JSON.stringify({
      references: [{ path: "./tsconfig.app.json" }, { path: "./tsconfig.node.json" }],
    }),
    "tsconfig.app.json": JSON.stringify({ compilerOptions: settings, include: ["src"] }),
    "tsconfig.node.json": JSON.stringify({ compilerOptions: settings, include: ["vite.config.ts"] }),
  })
  await run(["init", "--yes"], folder)
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8")
  expect(await read("tsconfig.app.json")).toContain('"allowArbitraryExtensions": true')
  expect([await read("tsconfig.json"), await read("tsconfig.node.json")].join("")).not.toContain("allowArbitrary")
  expect((await run(["init"], folder)).out).toContain("Nothing to write")
})

it.each([
  ["no name", "{}"],
  ["an empty name", '{ "name": "" }'],
  ["a name that is no text", '{ "name": 5, "dependencies": null }'],
  ["a byte order mark", "\uFEFF{}"],
])("takes a package.json with %s", async (_, text) => {
  const { code, err } = await run(["init", "--yes"], await createProject({ ...project, "package.json": text }))
  expect([code, err]).toEqual([0, ""])
})

it.each([
  ["is not JSON", "{ name }", /package\.json is not JSON: .*\. Repair it/],
  ["holds no object", "null", /package\.json holds no object\. Repair it/],
])("names a package.json that %s", async (_, text, want) => {
  const { code, err } = await run(["init"], await createProject({ ...project, "package.json": text }))
  expect([code, err]).toEqual([1, expect.stringMatching(want)])
})
