import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { build } from "vite"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { startLocalService } from "../../local-service/index.ts"
import { it } from "../test.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))
let folder = ""
let program = ""

beforeAll(async () => {
  // Within the package, so that what it depends on is found.
  folder = await mkdtemp(join(root, "node_modules/.cli-"))
  await build({ root, build: { outDir: folder, emptyOutDir: false, sourcemap: false }, logLevel: "error" })
  program = join(folder, "src/cli/main.js")
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { FORCE_COLOR: _, NO_COLOR: __, TINKER_API_KEY: ___, ...clean } = process.env
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...clean, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const said = { out: "", err: "" }
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text))
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...said }))
  return { child, ended }
}

describe("the program, as a process in pipes,", () => {
  it("prints its version, and what is wrong", async () => {
    expect(await start(["--version"]).ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^tinkex [\d.]+\n$/) as string,
    })
    expect(await start(["rnu"]).ended).toEqual({
      code: 2,
      out: "",
      err: "Error: unknown command 'rnu'\n(Did you mean run?)\n`--help` behind a command says what it takes.\n",
    })
  })

  it("lists what a service has", async ({ resources }) => {
    const local = await startLocalService({ seed: 1 })
    resources.defer(() => local.close())
    const env = { TINKER_BASE_URL: local.url, TINKER_API_KEY: "tml-test" }
    expect(await start(["run", "list", "--json"], env).ended).toEqual({
      code: 0,
      out: '{\n  "runs": [],\n  "total": 0,\n  "shown": 0\n}\n',
      err: "",
    })
    const forced = await start(["run", "info", "x"], { ...env, FORCE_COLOR: "1" }).ended
    expect([forced.code, forced.err]).toEqual([1, expect.stringMatching(/^\u001b\[31mError:\u001b\[0m /)])
  })

  it("leaves without a word when its reader does", async () => {
    const { child, ended } = start(["--help"])
    child.stdout.destroy()
    expect(await ended).toMatchObject({ code: 0, err: "" })
  })

  it.each(["SIGINT", "SIGTERM"] as const)("ends on %s with 130", async (signal) => {
    const server = createServer()
    const asked = once(server, "request")
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    try {
      const { port } = server.address() as AddressInfo
      const env = { TINKER_BASE_URL: `http://127.0.0.1:${port}`, TINKER_API_KEY: "tml-test" }
      const { child, ended } = start(["run", "list"], env)
      await asked
      child.kill(signal)
      expect(await ended).toEqual({ code: 130, out: "", err: "" })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it("runs the local service until it is stopped", async () => {
    const { child, ended } = start(["local-service", "--seed", "3", "--model", "local/tiny-bytes"])
    const lines = createInterface({ input: child.stdout })
    const [url] = (await once(lines, "line")) as [string]
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const env = { TINKER_BASE_URL: url, TINKER_API_KEY: "tml-test" }
    expect(await start(["session", "list"], env).ended).toMatchObject({ code: 0, err: "No sessions found\n" })
    child.kill("SIGTERM")
    expect(await ended).toMatchObject({ code: 0, err: "" })
    lines.close()
  })

  it("hands the local service its arguments, and its failures on", async () => {
    expect(await start(["local-service", "--help"]).ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Usage: tinkex-local-service/) as string,
    })
    expect(await start(["local-service", "--port", "x"]).ended).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("--port") as string,
    })
  })
})
