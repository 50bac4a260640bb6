import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { transform } from "esbuild"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { startPetsServer, type PetsServer } from "../pets-server.ts"
import { builds, packages, packInto, writeBlocks } from "../readme-project.ts"
import { it } from "../test.ts"
import { mustRun, root, run } from "../workspace.ts"

let folder: string
let tarballs: ReadonlyMap<string, string>
let server: PetsServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pristine-packages-"))
  tarballs = await packInto(folder)
  // The packages of this repository: what an installation makes of them, the sweeps find out.
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "dir")
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "reader", private: true, type: "module" }))
  await writeBlocks("README.md", folder)
  const main = await readFile(join(folder, "src/main.ts"), "utf8")
  await writeFile(join(folder, "src/main.js"), (await transform(main, { loader: "ts", format: "esm" })).code)
  server = await startPetsServer()
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

describe("a packed package", () => {
  it.each(packages)("$name passes publint", async ({ name, folder: own }) => {
    const { messages, pkg } = await publint({ pkgDir: join(root, own), strict: true })
    expect(
      messages.map((message) => formatMessage(message, pkg)),
      name,
    ).toEqual([])
  })

  it.each(packages)("$name resolves with its types for every ESM consumer", async ({ name }) => {
    const attw = join(root, "node_modules/.bin/attw")
    const args = [tarballs.get(name) ?? "", "--profile", "esm-only", "--format", "ascii", "--no-emoji"]
    const result = await run(attw, args, { cwd: folder })
    expect(result.status, result.stdout + result.stderr).toBe(0)
  })
})

describe("the README's project", () => {
  it.each(builds)("builds with $bundler and its output calls the service", async ({ command, output }) => {
    const [program, ...args] = command
    await mustRun(program, args, { cwd: folder })
    const env = { PETS_URL: server.url, PETS_TOKEN: "first-token" }
    const { stdout } = await mustRun("node", [output], { cwd: folder, env })
    expect(stdout.split("\n").slice(0, 3)).toEqual(["Bella available", "404 no such pet", "8"])
  })
})
