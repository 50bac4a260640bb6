import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { petsManifest } from "./pets-manifest.ts"
import { run } from "./start-cli.ts"

it.each([
  ["Markdown", [], /^<a id="top"><\/a>\n\n# petstore\n/],
  ["HTML", ["--format", "html"], /^<!doctype html>\n[^]*<title>petstore<\/title>/],
  ["JSON", ["--json"], /^\{\n {2}"title": "petstore",\n/],
])("prints the reference as %s", async (_, args, text) => {
  const folder = await createProject({ "a.pristine.json": petsManifest() })
  const { code, out, err } = await run(["docs", "a.pristine.json", ...args], folder)
  expect([code, out, err]).toEqual([0, expect.stringMatching(text), ""])
})

it("writes both to a folder, where they are others", async () => {
  const folder = await createProject({ "src/a.pristine.yaml": petsManifest() })
  const command = ["docs", "src/a.pristine.yaml", "--out", "docs/api"]
  const wrote = { code: 0, out: "wrote docs/api/a.md\nwrote docs/api/a.html", err: "" }
  expect(await run(command, folder)).toEqual(wrote)
  const same = { code: 0, out: "docs/api/a.md is up to date\ndocs/api/a.html is up to date", err: "" }
  expect(await run(command, folder)).toEqual(same)
  const { out } = await run(["docs", "src/a.pristine.yaml", "--format", "html"], folder)
  expect(await readFile(join(folder, "docs/api/a.html"), "utf8")).toBe(`${out}\n`)
})

it("writes one of them", async () => {
  const folder = await createProject({ "a.pristine.json": petsManifest() })
  await run(["docs", "a.pristine.json", "--out", "docs", "--format", "markdown"], folder)
  expect(await readdir(join(folder, "docs"))).toEqual(["a.md"])
})

it("shows what is wrong with a manifest instead", async () => {
  const folder = await createProject({ "a.pristine.json": petsManifest({ endpoint: {} }) })
  const { code, out } = await run(["docs", "a.pristine.json", "--out", "docs"], folder)
  expect([code, out, await readdir(folder)]).toEqual([1, "", ["a.pristine.json"]])
})
