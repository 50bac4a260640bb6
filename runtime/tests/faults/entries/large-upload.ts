/** Uploads a file of a form and prints how far the memory of this process grew meanwhile: url, transport, bytes. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { fileFromPath } from "../../../src/adapters/multipart/node/file-from-path.ts"
import { json } from "../../../src/adapters/serializer/json.ts"
import { fetchTransport } from "../../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { postSpec, testService } from "../../core/fixture.ts"

const [url = "", name = "", size = ""] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), "pristine-upload-"))
const path = join(folder, "data.bin")
writeFileSync(path, "")

const transport = name === "undici" ? undiciTransport() : fetchTransport()
const timeout = { headersMs: Infinity, attemptMs: Infinity, totalMs: Infinity }
const client = createClient(testService(), { transport, timeout, baseUrl: url, validate: "off" })
const success = [{ status: 200, readers: [json] }]
const post = defineOperation(() => postSpec({ body: { encode: (input) => input, writer: multipart }, success }))

let peak = 0
async function* watched(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let count = 0
  for await (const chunk of source) {
    if (count++ % 64 === 0) peak = Math.max(peak, process.memoryUsage.rss())
    yield chunk
  }
}

async function upload(length: number): Promise<unknown> {
  truncateSync(path, length)
  const file = fileFromPath(path)
  return post({ file: { ...file, stream: () => watched(file.stream() as AsyncIterable<Uint8Array>) } }, { client })
}

try {
  await upload(8 * 1024 * 1024)
  globalThis.gc?.()
  const before = (peak = process.memoryUsage.rss())
  const answer = await upload(Number(size))
  console.log(JSON.stringify({ answer, growth: peak - before }))
} finally {
  await transport.close?.()
  rmSync(folder, { recursive: true })
}
