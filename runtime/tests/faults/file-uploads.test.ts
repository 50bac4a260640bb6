import { appendFileSync, mkdtempSync, readlinkSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { describe, expect } from "vitest"
import { fileFromPath } from "../../src/adapters/multipart/node/file-from-path.ts"
import { multipart } from "../../src/adapters/multipart/multipart.ts"
import { bytes } from "../../src/adapters/serializer/bytes.ts"
import { json } from "../../src/adapters/serializer/json.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import type { Client } from "../../src/core/client/client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import type { ResourceStack } from "../../src/testing/resource-stack.ts"
import { readAll, serveHttp } from "../adapters/transport/loopback.ts"
import { postSpec, rejection, testService } from "../core/fixture.ts"
import { test } from "../test.ts"
import { transports } from "./loopback-client.ts"
import { runLimitMs, runWithGc } from "./run-with-gc.ts"

const success = [{ status: 200, readers: [json] }]
const post = defineOperation(() => postSpec({ body: { encode: (input) => input, writer: multipart }, success }))
const postBytes = defineOperation(() => postSpec({ body: { encode: (input) => input, writer: bytes }, success }))
const postJson = defineOperation(() => postSpec({ body: { encode: (input) => input, writer: json }, success }))

/** More than sockets hold, so that an upload is under way when the service acts. */
const large = 32 * 1024 * 1024
const part = 1024 * 1024

function folder(resources: ResourceStack): string {
  const made = mkdtempSync(join(tmpdir(), "pristine-file-"))
  resources.defer(() => rmSync(made, { recursive: true }))
  return made
}

/** A file without blocks on disk. */
function fileOf(resources: ResourceStack, length: number): string {
  const path = join(folder(resources), "data.bin")
  writeFileSync(path, "")
  truncateSync(path, length)
  return path
}

/** Files under a path that this process has open, where the system tells. */
function opened(path: string): readonly string[] {
  if (process.platform !== "linux") return []
  const names = readdirSync("/proc/self/fd").map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`)
    } catch {
      return ""
    }
  })
  return names.filter((name) => name.startsWith(path))
}

describe.for(transports)("a file from a path over %s", ([, create]) => {
  /** A service that runs `act` once a part of a file has come; before the first piece nothing has been opened. */
  const start = async (resources: ResourceStack, act: () => void = () => undefined): Promise<Client> => {
    const url = await serveHttp((request, response) => {
      request.on("error", () => undefined)
      let length = 0
      request.on("data", (chunk: Buffer) => {
        const before = length
        length += chunk.byteLength
        if (before < part && length >= part) act()
      })
      void readAll(request).then(
        (body) => response.setHeader("content-type", "application/json").end(JSON.stringify({ bytes: body.length })),
        () => undefined,
      )
    })
    const transport = create()
    resources.defer(() => transport.close?.())
    return createClient(testService(), { transport, baseUrl: url, validate: "off" })
  }

  const faults: readonly [row: string, change: (path: string) => void, message: string][] = [
    [
      "I97.10 that becomes shorter",
      (path) => truncateSync(path, 1),
      "add_pet: The file data.bin became shorter while it was sent",
    ],
    [
      "I97.11 that becomes empty",
      (path) => truncateSync(path, 0),
      "add_pet: The file data.bin became shorter while it was sent",
    ],
    [
      "I97.12 that grows",
      (path) => appendFileSync(path, "x"),
      "add_pet: The file data.bin became longer while it was sent",
    ],
  ]
  test.for(faults)("%s ends its own request only, with a typed error", async ([, change, message], { resources }) => {
    const path = fileOf(resources, large)
    const client = await start(resources, () => change(path))
    const [before, failed, after] = await Promise.allSettled([
      postJson({ a: 1 }, { client }),
      post({ file: fileFromPath(path) }, { client }),
      postJson({ a: 2 }, { client }),
    ])
    expect([before.status, failed.status, after.status]).toEqual(["fulfilled", "rejected", "fulfilled"])
    expect((failed as PromiseRejectedResult).reason).toMatchObject({
      code: "input",
      message,
      attempts: 1,
      retryable: false,
      maybeExecuted: true,
    })
    expect(opened(path)).toEqual([])
    expect(await postJson({ a: 3 }, { client })).toEqual({ bytes: 7 })
  })

  test("I97.13 of a body as a whole fails the same", async ({ resources }) => {
    const path = fileOf(resources, large)
    const client = await start(resources, () => truncateSync(path, 1))
    expect(await rejection(postBytes(fileFromPath(path).stream(), { client }))).toMatchObject({ code: "input" })
  })

  const unreadable: readonly [row: string, path: (folder: string) => string, message: RegExp][] = [
    ["I97.14 that is not there", (at) => join(at, "none"), /^add_pet: The file none cannot be read \(ENOENT\)$/],
    ["I97.15 that is a folder", (at) => at, /is no regular file$/],
  ]
  test.for(unreadable)("%s is a typed error", async ([, place, message], { resources }) => {
    const client = await start(resources)
    const at = folder(resources)
    const error = await rejection(post({ file: fileFromPath(place(at)) }, { client }))
    expect(error).toMatchObject({ code: "input", retryable: false })
    expect((error as Error).message).toMatch(message)
  })

  test("I97.16 closes when the call is aborted", async ({ resources }) => {
    const controller = new AbortController()
    const path = fileOf(resources, large)
    const client = await start(resources, () => controller.abort("enough"))
    expect(await rejection(post({ file: fileFromPath(path) }, { client, signal: controller.signal }))).toBe("enough")
    while (opened(path).length > 0) await new Promise((resolve) => setImmediate(resolve))
  })

  test("I97.17 arrives as it is, from a path or a URL, with its name and type", async ({ resources }) => {
    const path = fileOf(resources, 300_000)
    const seen: string[] = []
    const url = await serveHttp((request, response) => {
      void readAll(request).then((body) => {
        seen.push(body.toString("latin1"))
        response.setHeader("content-type", "application/json").end("{}")
      })
    })
    const transport = create()
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), { transport, baseUrl: url, validate: "off" })
    await post({ file: fileFromPath(path) }, { client })
    await post({ file: fileFromPath(pathToFileURL(path), { name: "a.jsonl", type: "text/plain" }) }, { client })
    await postBytes(fileFromPath(path).stream(), { client })
    expect(seen.map((text) => /filename="(.*?)"\r\nContent-Type: (.*?)\r\n/.exec(text)?.slice(1))).toEqual([
      ["data.bin", "application/octet-stream"],
      ["a.jsonl", "text/plain"],
      undefined,
    ])
    expect(seen.map((text) => text.split("\0").length - 1)).toEqual([300_000, 300_000, 300_000])
    expect(opened(path)).toEqual([])
  })
})

// A gigabyte, and why not over fetch: `npm run upload -w runtime`.
test("I97.18 a file of 128 MiB over undici needs less than 100 MB of memory", { timeout: runLimitMs }, async () => {
  const length = 128 * 1024 * 1024
  let received = 0
  const url = await serveHttp((request, response) => {
    request.on("data", (chunk: Buffer) => (received += chunk.byteLength))
    request.on("end", () => response.setHeader("content-type", "application/json").end("{}"))
  })
  const { growth } = (await runWithGc("large-upload", url, "undici", String(length))) as { growth: number }
  expect(received).toBeGreaterThan(length)
  expect(growth).toBeLessThan(100e6)
})
