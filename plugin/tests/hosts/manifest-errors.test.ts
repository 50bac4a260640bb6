import { afterAll, beforeAll, describe, expect } from "vitest"
import { it } from "../test.ts"
import { hosts } from "./hosts.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

const broken = `{
  "name": "broken",
  "version": "1.0.0",
  "base_url": "https://broken.test",
  "endpoints": {
    "get_pet": { "method": "BROKEN", "path": "/pets/{pet_id}", "response": "Pet" },
    "get_dog": { "method": "GET", "path": "/dogs", "response": "Dog" }
  },
  "types": { "Pet": { "fields": { "id": "integer" } } }
}
`

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
  await workspace.write("src/broken.pristine.json", broken)
  // Nothing but the default import: without an error, hosts would hand out the JSON itself.
  await workspace.write("src/uses-broken.js", `import api from "./broken.pristine.json"\nconsole.log(api)\n`)
  await workspace.write("src/uses-missing.js", `import api from "./missing.pristine.json"\nconsole.log(api)\n`)
  for (const name of ["pet", "dog"]) {
    const text = `import api from "./broken.pristine.json"\nconst { ${name} } = api\nexport { ${name} }\n`
    await workspace.write(`src/uses-${name}.js`, text)
  }
  await workspace.write(
    "src/uses-both.js",
    `import { pet } from "./uses-pet.js"\nimport { dog } from "./uses-dog.js"\nconsole.log(pet, dog)\n`,
  )
  await workspace.write("src/torn.pristine.json", `{\n  "name": "torn",\n`)
  await workspace.write("src/uses-torn.js", `import api from "./torn.pristine.json"\nconsole.log(api)\n`)
})
afterAll(() => workspace.dispose())

function reasonOf(building: Promise<unknown>): Promise<Error> {
  return building.then(
    () => new Error("The build did not fail."),
    (reason: unknown) => reason as Error,
  )
}

/** What a person would read: the message, and what a host prints from the properties beside it. */
async function failure(building: Promise<unknown>): Promise<string> {
  const { message, loc, frame, errors } = (await reasonOf(building)) as Error & {
    loc?: { file?: string; line: number; column: number }
    frame?: string
    errors?: { text?: string; location?: { file: string; line: number; column: number } | null }[]
  }
  const places = [loc, ...(errors ?? []).map(({ location }) => location)].flatMap((place) =>
    place ? `${place.file ?? ""}:${place.line}:${place.column}` : [],
  )
  return [message, frame, ...places, ...(errors ?? []).map(({ text }) => text)].join("\n")
}

describe.each(hosts)("$name", ({ name, build }) => {
  it("gotcha 8: tells all that is wrong with a manifest, with its place", async () => {
    const text = await failure(build({ workspace, entries: { broken: "src/uses-broken.js" } }))
    expect(text).toMatch(/broken\.pristine\.json:6:\d+/)
    expect(text).toMatch(/broken\.pristine\.json:7:\d+/)
    // A code frame is read in lines.
    expect(text).not.toMatch(/PRISTINE_M0108\\n/)
  })

  it("tells each problem once, although importers have roots of their own", async () => {
    const { message } = await reasonOf(build({ workspace, entries: { both: "src/uses-both.js" }, minify: true }))
    expect(message.split("is not a method that requests can use")).toHaveLength(2)
    expect(message).not.toMatch(/not found|not exported|no matching export/i)
  })

  it("tells where text stops being JSON", async () => {
    const text = await failure(build({ workspace, entries: { torn: "src/uses-torn.js" } }))
    expect(text).toMatch(/torn\.pristine\.json:[123]:\d+/)
  })

  it("tells that a manifest is missing", async () => {
    const text = await failure(build({ workspace, entries: { missing: "src/uses-missing.js" } }))
    expect(text).toContain("missing.pristine.json")
  })

  it("refuses an option that does not exist", async () => {
    const options = { typs: false } as object
    const text = await failure(
      Promise.resolve().then(() => build({ workspace, entries: { one: "src/forms/default.js" }, options })),
    )
    expect(text, name).toContain("There is no option `typs`")
  })
})
