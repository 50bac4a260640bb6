import { readFile } from "node:fs/promises"
import { rollup, type Plugin } from "rollup"
import { build } from "vite"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { pristine } from "../../src/index.ts"
import { it } from "../test.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
})
afterAll(() => workspace.dispose())

const program = 'import api from "./petstore.pristine.json"\nconst { get } = api.pets\nconsole.log(get)\n'

/** A module that is nowhere on the disk, though its id is that of a file. */
const virtual = (id: string): Plugin => ({
  name: "virtual",
  resolveId: (source) => (source === id ? id : null),
  load: (source) => (source === id ? program : null),
})

describe("an importer that is no file", () => {
  it.each(["nowhere.js", "App.vue?vue&type=script&lang.ts"])("may take a manifest apart: %s", async (name) => {
    const id = workspace.path(`src/${name}`)
    const bundle = await rollup({
      input: id,
      external: [/^pristine-runtime/, /^node:/],
      plugins: [virtual(id), pristine.rollup({ types: false })],
      onLog: () => undefined,
    })
    const { output } = await bundle.generate({})
    await bundle.close()
    expect(output[0].code).toContain("/pets/{pet_id}")
  })

  it("may be a script in a page", async () => {
    const page = `<script type="module">${program.replace("./petstore", "/src/petstore")}</script>`
    await workspace.write("inline.html", page)
    const outDir = workspace.output("inline")
    await build({
      root: workspace.app,
      configFile: false,
      logLevel: "silent",
      plugins: [pristine.vite({ types: false })],
      build: { outDir, emptyOutDir: true, rolldownOptions: { input: workspace.path("inline.html") } },
    })
    const html = await readFile(`${outDir}/inline.html`, "utf8")
    const script = /src="([^"]+)"/.exec(html)?.[1] ?? ""
    expect(await readFile(`${outDir}${script}`, "utf8")).toContain("/pets/{pet_id}")
  })
})
