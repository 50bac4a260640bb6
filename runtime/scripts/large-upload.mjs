/**
 * Uploads a file of 1 GB in a form over each transport and fails where the memory of the process that sends it grew by
 * its limit or more: `npm run upload -w runtime`, or `-- 4` for 4 GB. The file has no blocks on disk; the service is in
 * this process, on the loopback interface, and keeps nothing.
 */
import { execFile } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { compileEntry } from "./compile-entry.mjs"

/** Node's own `fetch` keeps all of a streamed body until its end (https://github.com/nodejs/undici/issues/4058). */
const mostGrowth = { undici: 100e6, fetch: Infinity }
const longestRunMs = 300_000
const gigabytes = Number(process.argv[2] ?? 1)
if (!(gigabytes > 0)) throw new Error("How many gigabytes?")
const length = Math.round(gigabytes * 1e9)

let received = 0
const server = createServer((request, response) => {
  received = 0
  request.on("data", (chunk) => {
    received += chunk.length
    if (process.stdout.isTTY) process.stdout.write(`\r${Math.floor((received / length) * 100)} %`)
  })
  request.on("end", () => response.setHeader("content-type", "application/json").end("{}"))
})
server.listen(0, "127.0.0.1")
await once(server, "listening")
const url = `http://127.0.0.1:${server.address().port}`

try {
  const file = await compileEntry(fileURLToPath(new URL("../tests/faults/entries/large-upload.ts", import.meta.url)))
  for (const [transport, limit] of Object.entries(mostGrowth)) {
    const args = ["--expose-gc", file, url, transport, String(length)]
    const started = performance.now()
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: longestRunMs })
    const { growth } = JSON.parse(stdout)
    const failed = growth >= limit || received < length
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const line = `${transport}: ${(received / 1e6).toFixed(0)} MB in ${seconds} s, memory grew by ${(growth / 1e6).toFixed(1)} MB`
    console.log(`${process.stdout.isTTY ? "\r" : ""}${failed ? "FAILED " : ""}${line}`)
    if (failed) process.exitCode = 1
  }
} finally {
  server.closeAllConnections()
  server.close()
}
