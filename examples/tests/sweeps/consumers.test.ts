import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { readFile, readdir } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, onTestFinished } from "vitest"
import { it } from "../test.ts"
import { nodeWithHooks } from "../../../plugin/tests/hosts/build/node-with-hooks.ts"
import { mustRun, root } from "../workspace.ts"

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const example = (name: string) => join(root, "examples", name)

it("vite: the page links the one operation it calls", async () => {
  await mustRun("npm", ["run", "build"], { cwd: example("vite") })
  const assets = join(example("vite"), "dist/assets")
  const [file = ""] = (await readdir(assets)).filter((name) => name.endsWith(".js"))
  const code = await readFile(join(assets, file), "utf8")
  expect(code).toContain("list_notes")
  expect(code).not.toMatch(/create_note|delete_note|undici|ECONNREFUSED|["']node:/)
  expect(gzipSync(code).length).toBeLessThan(18_000)
})

it("rollup: a YAML manifest, a retried answer and a default filled in", async () => {
  let calls = 0
  const url = await serve((request, response) => {
    calls += 1
    const symbol = request.url?.split("/").at(-1)
    if (calls === 1) response.writeHead(503).end()
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ symbol, price: 41.5 }))
  })
  await mustRun("npm", ["run", "build"], { cwd: example("rollup") })
  const { stdout } = await mustRun("node", ["dist/main.js", "ACME"], {
    cwd: example("rollup"),
    env: { QUOTES_URL: url },
  })
  expect(stdout).toBe("ACME 41.5 EUR\n")
  expect(calls).toBe(2)
})

it("esbuild: a stream of events", async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" })
    for (const text of ["Hel", "lo, ", "world"]) response.write(`data: ${JSON.stringify({ text })}\n\n`)
    response.end()
  })
  await mustRun("npm", ["run", "build"], { cwd: example("esbuild") })
  const { stdout } = await mustRun("node", ["dist/main.js", "Hi"], { cwd: example("esbuild"), env: { CHAT_URL: url } })
  expect(stdout).toBe("Hello, world\n")
})

/** The same small program for every other bundler. */
const serveWeather = () =>
  serve((request, response) => {
    const celsius = request.url === "/weather/Oslo" ? 7 : undefined
    response.writeHead(celsius === undefined ? 404 : 200, { "content-type": "application/json" })
    response.end(JSON.stringify({ celsius }))
  })

it.each(["rolldown", "webpack", "rspack", "rsbuild", "farm", "bun"])("%s: a program that calls", async (name) => {
  const WEATHER_URL = await serveWeather()
  await mustRun("npm", ["run", "build"], { cwd: example(name) })
  const { stdout } = await mustRun("node", ["dist/main.js", "Oslo"], { cwd: example(name), env: { WEATHER_URL } })
  expect(stdout).toBe("Oslo 7 °C\n")
})

it("node: the same program without a bundler", async () => {
  const WEATHER_URL = await serveWeather()
  const args = ["--import", "unplugin-pristine/register", "src/main.js", "Oslo"]
  const { stdout } = await mustRun(await nodeWithHooks(), args, { cwd: example("node"), env: { WEATHER_URL } })
  expect(stdout).toBe("Oslo 7 °C\n")
})

it("vitest: a test that imports a manifest", async () => {
  const env = { VITEST: "", VITEST_WORKER_ID: "", VITEST_POOL_ID: "", NODE_ENV: "test" }
  const { stdout } = await mustRun("npm", ["test"], { cwd: example("vitest"), env })
  expect(stdout).toMatch(/Tests\s+1 passed/)
})
