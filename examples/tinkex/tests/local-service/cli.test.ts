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

  it("prints its settings as JSON, and warns where others reach it", async () => {
    const child = start(
      "--json",
      "--host",
      "0.0.0.0",
      "--fault",
      "503:0.5",
      "--model",
      "local/tiny-bytes",
      "--seed",
      "3",
    )
    if (child.stdout === null) throw new Error("The command has no output")
    const lines = createInterface({ input: child.stdout })
    let warned = ""
    child.stderr?.on("data", (chunk: Buffer) => (warned += chunk.toString()))
    const [line] = (await once(lines, "line")) as [string]
    const { url, settings } = JSON.parse(line) as { url: string; settings: { port: number } }
    expect(url).toBe(`http://0.0.0.0:${settings.port}`)
    expect(settings).toEqual({
      host: "0.0.0.0",
      port: settings.port,
      seed: 3,
      models: ["local/tiny-bytes"],
      faults: [{ fault: 503, rate: 0.5 }],
    })
    child.kill("SIGTERM")
    await once(child, "close")
    expect(warned).toMatch(/^Warning: other machines may reach http:\/\/0\.0\.0\.0:\d+, .* no accounts/)
    lines.close()
  })

  it("goes on from its state after it was killed", async () => {
    const state = join(directory, "state")
    const begin = async (...args: readonly string[]) => {
      const child = start("--state", state, ...args)
      if (child.stdout === null) throw new Error("The command has no output")
      const lines = createInterface({ input: child.stdout })
      const [url] = (await once(lines, "line")) as [string]
      const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
        const headers = { "X-API-Key": "tml-x", Connection: "close" }
        const response = await fetch(`${url}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) })
        return { ...((await response.json()) as Record<string, unknown>), status: response.status }
      }
      const end = async (signal: NodeJS.Signals): Promise<void> => {
        child.kill(signal)
        await once(child, "close")
        lines.close()
      }
      return { post, end }
    }
    const first = await begin()
    const { session_id: session } = await first.post("create_session", {})
    const lora = { lora_config: { rank: 2 }, base_model: "local/tiny-bytes" }
    const { model_id: model } = await first.post("create_model", { session_id: session, model_seq_id: 0, ...lora })
    const step = (seqId: number) => ({ model_id: model, seq_id: seqId, adam_params: {} })
    const { request_id: done } = await first.post("optim_step", step(1))
    await first.post("retrieve_future", { request_id: done })
    const { request_id: early } = await first.post("optim_step", step(3))
    await first.end("SIGKILL")

    const second = await begin("--fault", "503*1@optim_step")
    expect(await second.post("optim_step", step(2))).toMatchObject({ status: 503 })
    await second.post("optim_step", step(2))
    expect(await second.post("retrieve_future", { request_id: early })).toMatchObject({ metrics: { "step:max": 3 } })
    await second.end("SIGTERM")
  })

  it.each([
    { name: "help", args: ["--help"], code: 0, out: /^Usage:/, err: /^$/ },
    {
      name: "a faulty port",
      args: ["--port", "x"],
      code: 2,
      out: /^$/,
      err: /^Error: --port must be a whole number up to 65535\n`--help` says what it takes\.\n$/,
    },
    { name: "the version", args: ["--version"], code: 0, out: /^tinkex-local-service \d+\.\d+\.\d+\n$/, err: /^$/ },
    { name: "no model", args: ["--model", ""], code: 2, out: /^$/, err: /^Error: --model must not be empty\n/ },
    { name: "no origin", args: ["--cors", "x"], code: 2, out: /^$/, err: /^Error: "x" is no origin of a page/ },
    {
      name: "a folder of something else",
      args: ["--state", tmpdir()],
      code: 1,
      out: /^$/,
      err: /^Error: .* is not empty and holds no state of a local service\n$/,
    },
    {
      name: "a faulty fault",
      args: ["--fault", "teapot"],
      code: 2,
      out: /^$/,
      err: /^Error: Fault "teapot": there are statuses/,
    },
    {
      name: "a fault of an unknown endpoint",
      args: ["--fault", "503@optim"],
      code: 2,
      out: /^$/,
      err: /^Error: Fault 503: there is no endpoint "optim"/,
    },
    {
      name: "an unknown option",
      args: ["--verbose"],
      code: 2,
      out: /^$/,
      err: /^Error: Unknown option '--verbose'\n`--help`/,
    },
  ])("answers $name", async ({ args, code, out, err }) => {
    const result = await outputOf(start(...args))
    expect(result.code).toBe(code)
    expect(result.out).toMatch(out)
    expect(result.err).toMatch(err)
  })
})
