import { readdir } from "node:fs/promises"
import { expect } from "vitest"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { petsManifest } from "./pets-manifest.ts"
import { run, start } from "./start-cli.ts"

it("finds manifests and says what is in them, without writing", async () => {
  const folder = await createProject({ "a.pristine.json": petsManifest(), "deep/b.pristine.yaml": petsManifest() })
  expect(await run(["check"], folder)).toEqual({
    code: 0,
    out: "ok a.pristine.json (1 operation, 1 type)\nok deep/b.pristine.yaml (1 operation, 1 type)",
    err: "",
  })
  expect(await readdir(folder)).toEqual(["a.pristine.json", "deep"])
})

it("tells all problems of all files, each with its code frame", async () => {
  const folder = await createProject({
    "a.pristine.json": petsManifest({ endpoint: {}, type: {} }),
    "b.pristine.json": petsManifest(),
    "c.pristine.json": petsManifest({ types: { Pet: { fields: { at: { type: "string", format: "datetime" } } } } }),
  })
  const { code, out, err } = await run(["check"], folder)
  expect([code, out.split("\n")]).toEqual([
    1,
    [
      "failed a.pristine.json (2 errors)",
      "ok b.pristine.json (1 operation, 1 type)",
      "ok c.pristine.json (1 operation, 1 type, 1 warning)",
    ],
  ])
  expect(err.match(/^> 1 \| /gm)).toHaveLength(3)
  expect(err.match(/^[abc]\.pristine\.json:1:\d+ \w+/gm)).toEqual([
    expect.stringMatching(/^a.* error$/),
    expect.stringMatching(/^a.* error$/),
    expect.stringMatching(/^c.* warning$/),
  ])
})

it("prints JSON for machines, what cannot be read included", async () => {
  const folder = await createProject({
    "a.pristine.json": petsManifest({ endpoint: {} }),
    "b.pristine.json": petsManifest(),
  })
  const { code, out, err } = await run(
    ["check", "--json", "a.pristine.json", "b.pristine.json", "nowhere.json"],
    folder,
  )
  expect([code, err, JSON.parse(out)]).toEqual([
    1,
    "",
    {
      manifests: [
        {
          manifest: "a.pristine.json",
          status: "invalid",
          diagnostics: [expect.objectContaining({ code: "PRISTINE_M0101", range: expect.anything() as unknown })],
        },
        { manifest: "b.pristine.json", status: "valid", operations: 1, types: 1, diagnostics: [] },
        {
          manifest: "nowhere.json",
          status: "unreadable",
          diagnostics: [],
          reason: "there is no such file",
        },
      ],
    },
  ])
})

it.each([
  ["check", "pets.pristin.json"],
  ["types", "pets.pristin.json"],
  ["openapi", "pets.pristin.json"],
])("%s names the file that was probably meant", async (command, file) => {
  const folder = await createProject({ "pets.pristine.json": petsManifest(), "other.pristine.json": petsManifest() })
  const { code, err } = await run([command, file], folder)
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^pets\.pristin\.json: there is no such file\. Did you mean pets\.pristine\.json\?$/m),
  ])
})

it("says that there is nothing to check", async () => {
  const { code, err } = await run(["check"], await createProject({}))
  expect([code, err]).toEqual([1, expect.stringContaining("No manifests found")])
})

it("tells its progress", async () => {
  const folder = await createProject({ "a.pristine.json": petsManifest(), "b.pristine.json": petsManifest() })
  const { exit, progress } = start(["check"], folder)
  await exit
  expect(progress).toEqual(["checking 1 of 2: a.pristine.json", "checking 2 of 2: b.pristine.json"])
})
