import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { build } from "esbuild"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { it } from "../test.ts"

let directory = ""
let command = ""

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "local-service-cli-"))
  command = join(directory, "cli.mjs")
  await build({
    entryPoints: [new URL("../../local-service/cli.ts", import.meta.url).pathname],
    outfile: command,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  })
})

afterAll(() => rm(directory, { recursive: true }))

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"] })
}

async function outputOf(
  child: ChildProcess,
): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> {
  let out = ""
  let err = ""
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, "close")) as [unknown]
  return { code, out, err }
}

describe("the command", () => {
  it("prints the URL of a service that answers, and ends it on SIGTERM", async () => {
    const child = start("--seed", "3", "--model", "local/tiny-bytes", "--directory", join(directory, "weights"))
    if (child.stdout === null) throw new Error("The command has no output")
    const lines = createInterface({ input: child.stdout })
    const [url] = (await once(lines, "line")) as [string]
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const response = await fetch(`${url}/api/v1/get_server_capabilities`, { headers: { "X-API-Key": "tml-x" } })
    expect(await response.json()).toEqual({
      supported_models: [{ model_name: "local/tiny-bytes", max_context_length: 32_768 }],
    })
    child.kill("SIGTERM")
    expect((await once(child, "close"))[0]).toBe(0)
    lines.close()
  })

  it.each([
    { name: "help", args: ["--help"], code: 0, out: /^Usage:/, err: /^$/ },
    { name: "a faulty port", args: ["--port", "x"], code: 1, out: /^$/, err: /--port must be a whole number/ },
    { name: "an unknown option", args: ["--verbose"], code: 1, out: /^$/, err: /--verbose/ },
  ])("answers $name", async ({ args, code, out, err }) => {
    const result = await outputOf(start(...args))
    expect(result.code).toBe(code)
    expect(result.out).toMatch(out)
    expect(result.err).toMatch(err)
  })
})
