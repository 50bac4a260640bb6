import { expect } from "vitest"
import type { SarifLog } from "../../src/diff/to-sarif.ts"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { run, start } from "./start-cli.ts"

const manifest = (fields: object): string =>
  JSON.stringify(
    {
      name: "petstore",
      version: "1.0.0",
      base_url: "https://example.com",
      endpoints: { get_pet: { resource: "pets", method: "GET", path: "/pets/{id}", response: "Pet" } },
      types: { Pet: { fields } },
    },
    undefined,
    2,
  )

const files = {
  "old.pristine.json": manifest({ name: "string", age: "integer" }),
  "src/api.pristine.json": manifest({ name: "string", born: "string" }),
  "src/main.ts": `import api from "./api.pristine.json"\n\nconsole.log((await api.pets.get({ id: "7" })).age)\n`,
}
type SarifLocation = SarifLog["runs"][number]["results"][number]["locations"][number]

const pair = ["old.pristine.json", "src/api.pristine.json"]
const place = { file: "src/main.ts", line: 3, column: 20 }

it("names what changes, its place in the new manifest, and the callers that break", async () => {
  const { code, out, err } = await run(["diff", ...pair], await createProject(files))
  expect([code, err, out]).toEqual([
    3,
    "",
    `breaking Pet.age is gone.
         src/api.pristine.json:14:5 field-removed in answers
         used at src/main.ts:3:20
additive Pet.born is new.
         src/api.pristine.json:17:9 optional-field-added in answers

1 breaking, 1 additive, 0 cosmetic; 1 line of callers to look at`,
  ])
})

it("colours where it may", async () => {
  const { out } = await run(["diff", ...pair], await createProject(files), { outColor: true })
  expect(out).toMatch(/^\u001b\[31mbreaking\u001b\[0m /)
})

it("says that nothing has changed", async () => {
  const { code, out } = await run(["diff", "old.pristine.json", "old.pristine.json"], await createProject(files))
  expect([code, out]).toEqual([0, "No changes."])
})

it("prints JSON for machines", async () => {
  const { code, out } = await run(["diff", ...pair, "--json"], await createProject(files))
  expect([code, JSON.parse(out)]).toEqual([
    3,
    {
      old: "old.pristine.json",
      new: "src/api.pristine.json",
      counts: { breaking: 1, additive: 1, cosmetic: 0 },
      changes: [
        {
          rule: "field-removed",
          level: "breaking",
          message: "Pet.age is gone.",
          flow: "response",
          operations: ["pets.get"],
          exports: ["Pet", "PetSchema"],
          pointer: "/types/Pet",
          file: "src/api.pristine.json",
          line: 14,
          column: 5,
          uses: [{ ...place, from: "default", chain: ["pets", "get"] }],
        },
        expect.objectContaining({ rule: "optional-field-added", level: "additive", line: 17 }),
      ],
    },
  ])
})

it("prints a SARIF log", async () => {
  const { code, out } = await run(["diff", ...pair, "--sarif"], await createProject(files))
  const location = (file: string, line: number, column: number) => ({
    physicalLocation: {
      artifactLocation: { uri: file, uriBaseId: "%SRCROOT%" },
      region: { startLine: line, startColumn: column },
    },
  })
  const log = JSON.parse(out) as {
    runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }[]
  }
  expect([code, log]).toEqual([
    3,
    {
      $schema: expect.stringMatching(/sarif-schema-2\.1\.0\.json$/) as unknown,
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "unplugin-pristine",
              version: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown,
              rules: [
                {
                  id: "optional-field-added",
                  shortDescription: { text: "An optional field is new" },
                  defaultConfiguration: { level: "note" },
                },
                {
                  id: "field-removed",
                  shortDescription: { text: "A field is gone" },
                  defaultConfiguration: { level: "error" },
                },
              ],
            },
          },
          columnKind: "utf16CodeUnits",
          results: [
            {
              ruleId: "field-removed",
              ruleIndex: 1,
              level: "error",
              message: { text: "Pet.age is gone." },
              locations: [location("src/api.pristine.json", 14, 5)],
              relatedLocations: [
                { id: 0, message: { text: "This caller is concerned." }, ...location("src/main.ts", 3, 20) },
              ],
              properties: { operations: ["pets.get"] },
            },
            {
              ruleId: "optional-field-added",
              ruleIndex: 0,
              level: "note",
              message: { text: "Pet.born is new." },
              locations: [location("src/api.pristine.json", 17, 9)],
              properties: { operations: ["pets.get"] },
            },
          ],
        },
      ],
    },
  ])
  for (const run of log.runs)
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
})

it.each<[level: string, pair: readonly string[], code: number]>([
  ["breaking", pair, 3],
  ["none", pair, 0],
  ["additive", ["src/api.pristine.json", "more.pristine.json"], 3],
  ["breaking", ["src/api.pristine.json", "more.pristine.json"], 0],
  ["additive", ["src/api.pristine.json", "told.pristine.json"], 0],
  ["cosmetic", ["src/api.pristine.json", "told.pristine.json"], 3],
])("--fail-on %s of %s exits with %i", async (level, names, code) => {
  const folder = await createProject({
    ...files,
    "more.pristine.json": manifest({ name: "string", born: "string", more: "string" }),
    "told.pristine.json": manifest({ name: "string", born: { type: "string", description: "When." } }),
  })
  expect((await run(["diff", ...names, "--fail-on", level], folder)).code).toBe(code)
})

const yaml = (field: string): string =>
  ["name: petstore", "version: 1.0.0", "base_url: https://example.com", "endpoints:"]
    .concat("  get_pet: { resource: pets, method: GET, path: '/pets/{id}', response: Pet }", "types:", "  Pet:")
    .concat("    fields:", `      ${field}: string`, "")
    .join("\r\n")
const api = (manifest: string) => `import api from "./${manifest}"`

/** Callers and manifests as editors write them. */
const written: readonly [name: string, files: Readonly<Record<string, string>>][] = [
  ["CRLF and tabs", { "src/main.ts": `${api("api.pristine.json")}\r\n\r\n\tvoid api.pets.get({ id: "7" })\r\n` }],
  ["a byte order mark", { "src/main.ts": `\uFEFF${api("api.pristine.json")}; void api.pets.get({ id: "7" })\n` }],
  ["letters of two units", { "src/main.ts": `${api("api.pristine.json")}\nvoid ["😀", api.pets.get({ id: "7" })]\n` }],
  [
    "a component",
    {
      "src/App.vue": `<template>😀</template>\r\n<script setup>\r\n${api("api.pristine.json")}\r\nvoid api.pets.get({ id: "7" })\r\n</script>\r\n`,
    },
  ],
  [
    "YAML",
    {
      "old.pristine.yaml": yaml("age"),
      "src/api.pristine.yaml": yaml("born"),
      "src/main.ts": `${api("api.pristine.yaml")}\nvoid api.pets.get({ id: "7" })\n`,
    },
  ],
]

it.each(written)("points at the text of a change and of its callers in %s, in JSON and in SARIF", async (name, own) => {
  const all = { ...files, "src/main.ts": "", ...own }
  const folder = await createProject(all)
  const names = name === "YAML" ? pair.map((file) => file.replace(".json", ".yaml")) : pair
  const textAt = ({ file, line, column }: { file: string; line: number; column: number }): string => {
    const text = (all as Readonly<Record<string, string>>)[file] ?? ""
    const [found = ""] = text
      .replace("\uFEFF", "")
      .split(/\r?\n/)
      .slice(line - 1)
    return /^[\w."]+/.exec(found.slice(column - 1))?.[0] ?? ""
  }

  const { changes } = JSON.parse((await run(["diff", ...names, "--json"], folder)).out) as {
    changes: { rule: string; file: string; line: number; column: number; uses: (typeof place)[] }[]
  }
  const want = changes.map(({ rule }) => (rule === "field-removed" ? "Pet" : "born"))
  expect(changes.map((change) => textAt(change).replaceAll('"', ""))).toEqual(want)
  expect(changes.map(({ uses }) => uses.map(textAt))).toEqual(changes.map(() => ["api.pets.get"]))

  const { runs } = JSON.parse((await run(["diff", ...names, "--sarif"], folder)).out) as SarifLog
  const placeOf = ({ physicalLocation: { artifactLocation, region } }: SarifLocation) => ({
    file: artifactLocation.uri,
    line: region.startLine,
    column: region.startColumn,
  })
  const results = runs[0]?.results ?? []
  expect(results.map(({ locations }) => placeOf(locations[0] as SarifLocation))).toEqual(
    changes.map(({ file, line, column }) => ({ file, line, column })),
  )
  const related = results.flatMap(({ relatedLocations = [] }) => relatedLocations.map(placeOf))
  expect(related).toEqual(
    changes
      .filter(({ rule }) => rule === "field-removed")
      .flatMap(({ uses }) => uses.map(({ file, line, column }) => ({ file, line, column }))),
  )
})

it("names callers of a build's report from the folder that it works in", async () => {
  const uses = [{ ...place, from: "default", chain: ["pets", "get"] }]
  const folder = await createProject({
    ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`app/${file}`, text])),
    "app/.pristine/report/src/api.json": JSON.stringify({ version: 1, uses }),
  })
  const args = pair.map((file) => `app/${file}`)
  const { out } = await run(["diff", ...args, "--usage", "app/.pristine/report/src/api.json"], folder)
  expect(out.match(/used at .*/g)).toEqual(["used at app/src/main.ts:3:20"])
})

it("takes callers from a usage report", async () => {
  const uses = [{ ...place, line: 99, from: "default", chain: ["pets", "get"] }]
  const folder = await createProject({ ...files, "usage.json": JSON.stringify({ version: 1, uses }) })
  const { out } = await run(["diff", ...pair, "--usage", "usage.json"], folder)
  expect(out.match(/used at .*/g)).toEqual(["used at src/main.ts:99:20"])
})

it.each<[name: string, args: readonly string[], used: readonly string[] | null]>([
  ["in patterns", ["--callers", "src/*.ts"], ["used at src/main.ts:3:20"]],
  ["in patterns without any", ["--callers", "lib/*.ts"], null],
  ["nowhere", ["--no-callers"], null],
])("looks for callers %s", async (_, args, used) => {
  const { out } = await run(["diff", ...pair, ...args], await createProject(files))
  expect(out.match(/used at .*/g)).toEqual(used)
})

it("lists ten callers and counts the others", async () => {
  const calls = "api.pets.get({})\n".repeat(12)
  const folder = await createProject({ ...files, "src/main.ts": `import api from "./api.pristine.json"\n${calls}` })
  const { out } = await run(["diff", ...pair], folder)
  expect(out.match(/used at/g)).toHaveLength(10)
  expect(out).toContain("and at 2 more places")
})

it("tells its progress", async () => {
  const { exit, progress } = start(["diff", ...pair], await createProject(files))
  await exit
  expect(progress).toEqual(["looking for callers: 0 of 1 files"])
})

it.each<[name: string, args: readonly string[], code: number, err: RegExp]>([
  ["one manifest alone", ["old.pristine.json"], 2, /missing required argument 'new'/],
  [
    "a level that is none",
    [...pair, "--fail-on", "major"],
    2,
    /Allowed choices are breaking, additive, cosmetic, none/,
  ],
  ["two formats", [...pair, "--json", "--sarif"], 2, /cannot be used with/],
  ["a report that is none", [...pair, "--usage", "src/main.ts"], 2, /src\/main\.ts: /],
  ["a broken manifest", ["old.pristine.json", "broken.pristine.json"], 1, /failed broken\.pristine\.json/],
])("refuses %s", async (_, args, code, err) => {
  const folder = await createProject({ ...files, "broken.pristine.json": "{" })
  const result = await run(["diff", ...args], folder)
  expect([result.code, result.out, result.err]).toEqual([code, "", expect.stringMatching(err)])
})
