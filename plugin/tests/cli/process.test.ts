import { execFile, spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { petsManifest } from "./pets-manifest.ts"

const plugin = fileURLToPath(new URL("../../", import.meta.url))

describe("the program, as a process in pipes,", () => {
  let folder = ""
  let program = ""

  beforeAll(async () => {
    // Within the package, so that what it depends on is found.
    folder = await mkdtemp(join(plugin, "node_modules/.cli-"))
    program = join(folder, "cli.mjs")
    const entryPoints = [join(plugin, "src/cli.ts")]
    await build({ entryPoints, outfile: program, bundle: true, platform: "node", format: "esm", packages: "external" })
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  const run = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const { FORCE_COLOR: _, NO_COLOR: __, ...clean } = process.env
      const child = execFile(
        process.execPath,
        [program, ...args],
        { cwd, env: { ...clean, ...env } },
        (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
      )
    })

  it("keeps results and problems apart, without colours and progress", async () => {
    const cwd = await createProject({
      "a.pristine.json": petsManifest(),
      "b.pristine.json": petsManifest({ endpoint: {} }),
    })
    const { code, out, err } = await run(["check"], cwd)
    expect([code, out]).toEqual([1, "ok a.pristine.json (1 operation, 1 type)\nfailed b.pristine.json (1 error)\n"])
    expect(err).toMatch(/^b\.pristine\.json:1:\d+ error PRISTINE_M0101\n/)
    expect(out + err).not.toContain("\u001b")
  })

  it("has colours where they are forced", async () => {
    const cwd = await createProject({ "b.pristine.json": petsManifest({ endpoint: {} }) })
    const { err } = await run(["check"], cwd, { FORCE_COLOR: "1" })
    expect(err).toContain("\u001b[31merror\u001b[0m")
  })

  it("asks nothing, and says with its code that nothing was written", async () => {
    const cwd = await createProject({ "package.json": "{}" })
    const { code, out } = await run(["init"], cwd)
    expect([code, out]).toEqual([4, expect.stringMatching(/nobody is here to ask\. `--yes` writes\.\n$/)])
  })

  it.each([
    ["check", []],
    ["types", []],
    ["types", ["--watch"]],
    ["print", ["a.pristine.json"]],
    ["generate", ["--out", "out"]],
    ["openapi", ["a.pristine.json"]],
    ["docs", ["a.pristine.json"]],
    ["diff", ["a.pristine.json", "a.pristine.json"]],
    ["init", ["--yes"]],
    ["--help", []],
  ])("ends quietly when nobody reads what it prints: %s %j", async (command, args) => {
    const cwd = await createProject({ "package.json": "{}", "a.pristine.json": petsManifest() })
    const child = spawn(process.execPath, [program, command, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] })
    child.stdout.destroy()
    let err = ""
    child.stderr.on("data", (chunk: Buffer) => void (err += chunk.toString()))
    const code = await new Promise((resolve) => child.once("close", resolve))
    expect([code, err]).toEqual([0, ""])
  })

  it("names the command that was probably meant", async () => {
    const { code, out, err } = await run(["chek"], plugin)
    expect([code, out, err]).toEqual([2, "", "error: unknown command 'chek'\n(Did you mean check?)\n"])
  })
})
