import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createServer, type IncomingMessage, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { VirtualClock } from "pristine-runtime/testing"
import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest"
import { it } from "../test.ts"
import { hosts } from "./hosts.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

/** The original architecture's document, which must work as it stands: character by character. */
const document = `{
  "name": "tinkex",
  "version": "0.1.0",
  "base_url": "https://tinker.thinkingmachines.dev",
  "auth": { "default": [{ "type": "bearer", "env": "TINKER_API_KEY" }] },
  "endpoints": {
    "forward_backward": { "method": "POST", "path": "/v1/models/{model_id}/forward_backward", "async": true }
  }
}
`

interface Seen {
  readonly line: string
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  readonly body: unknown
}

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
})
afterAll(() => workspace.dispose())

it("is in the fixture byte for byte", async () => {
  expect(await readFile(workspace.path("src/tinkex.pristine.json"), "utf8")).toBe(document)
})

it.each(hosts)("$name: posts, polls until there is a result, and sends the key of the environment", async (host) => {
  const { seed = "" } = await host.build({ workspace, entries: { seed: "src/seed.js" }, minify: true })
  const { run } = (await import(seed)) as SeedModule
  const seen: Seen[] = []
  const answers = [{ request_id: "r-1" }, { type: "try_again" }, { loss: 0.5 }]
  const baseUrl = await serve(async (request, response) => {
    const { method = "", url = "", headers } = request
    const body = JSON.parse(await readText(request)) as unknown
    const { authorization, "content-type": contentType } = headers
    seen.push({ line: `${method} ${url}`, authorization, contentType, body })
    response.setHeader("content-type", "application/json").end(JSON.stringify(answers[seen.length - 1]))
  })
  vi.stubEnv("TINKER_API_KEY", "tml-key-of-the-environment")
  onTestFinished(() => void vi.unstubAllEnvs())
  const clock = new VirtualClock()
  // A page has no environment: whoever serves it hands over what it may know.
  const env = host.name === "vite build" && { env: (name: string) => process.env[name] }

  const { client, future } = run(
    { baseUrl, clock, ...env },
    { model_id: "m:1/x", body: { data: [1, 2], loss_fn: "mean" } },
  )
  onTestFinished(() => client.close())
  await expect(future.requestId).resolves.toBe("r-1")
  for await (const { iteration } of future.progress()) {
    expect(iteration).toBe(0)
    await clock.armed()
    await clock.advance(1000)
  }
  await expect(future).resolves.toEqual({ loss: 0.5 })

  const common = { authorization: "Bearer tml-key-of-the-environment", contentType: "application/json" }
  const poll = { ...common, line: "POST /api/v1/retrieve_future", body: { request_id: "r-1" } }
  expect(seen).toEqual([
    { ...common, line: "POST /v1/models/m:1%2Fx/forward_backward", body: { data: [1, 2], loss_fn: "mean" } },
    poll,
    poll,
  ])
})

interface SeedModule {
  readonly run: (
    options: object,
    input: object,
  ) => {
    readonly client: { readonly close: () => Promise<void> }
    readonly future: PromiseLike<unknown> & {
      readonly requestId: Promise<string>
      progress(): AsyncIterable<{ readonly iteration: number }>
    }
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString("utf8")
}

/** A loopback server that is gone after the test. */
async function serve(listener: (...args: Parameters<RequestListener>) => Promise<void>): Promise<string> {
  const server = createServer((request, response) => {
    listener(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, "close")
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
