import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { downloadCheckpoint, type DownloadOptions } from "../../src/checkpoint-files/download-checkpoint.ts"
import { fakeTinker, type Handler } from "../fake-tinker.ts"
import { it } from "../test.ts"
import { archiveRoute, archiveServer } from "./archive-server.ts"
import { passTime } from "./pass-time.ts"
import { tarOf } from "./tar-of.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const path = "tinker://run-1/weights/0001"
const name = "run-1_weights_0001"
const archive = tarOf({ path: "adapter_config.json", content: "{}" }, { path: "a/b", content: "x".repeat(9000) })

/** A download from a service with these handlers; waits pass at once. */
async function download(handlers: Readonly<Record<string, Handler>>, options: DownloadOptions) {
  const tinker = fakeTinker(handlers)
  await using service = tinker.service
  const rest = await service.createRestClient()
  const progress: (readonly [number, number | undefined])[] = []
  const onProgress = (bytes: number, total: number | undefined): void => void progress.push([bytes, total])
  let failure: unknown
  const result = await passTime(tinker.clock, downloadCheckpoint(rest, path, { onProgress, ...options })).catch(
    (error: unknown) => void (failure = error),
  )
  return { result, failure, progress, requests: tinker.sent("/archive"), tinker }
}

describe("downloadCheckpoint", () => {
  it("downloads and unpacks, tells its progress and leaves nothing beside", async ({ resources }) => {
    const outputDir = join(await temporaryFolder(resources), "new")
    const { result, progress, requests, tinker } = await download(archiveServer(archive), { outputDir })
    const folder = join(outputDir, name)
    expect(result).toEqual({ folder, archiveBytes: archive.length })
    expect(await readFile(join(folder, "a/b"), "utf8")).toBe("x".repeat(9000))
    expect(await readdir(outputDir)).toEqual([name])
    expect(progress[0]).toEqual([0, archive.length])
    expect(progress.at(-1)).toEqual([archive.length, archive.length])
    expect(progress.length).toBeGreaterThan(5)
    expect(requests).toHaveLength(1)
    expect(tinker.transport.openBodies).toBe(0)
  })

  it("sends the archive's server no credential", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const { requests, tinker } = await download(archiveServer(archive), { outputDir })
    expect(tinker.sent(archiveRoute)[0]?.headers.get("x-api-key")).toBe("tml-test")
    expect([...(requests[0]?.headers ?? [])]).toEqual([["accept-encoding", "identity"]])
  })

  it("takes a folder with the usual rights", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    await download(archiveServer(archive), { outputDir })
    await mkdir(join(outputDir, "other"))
    const [made, other] = [await stat(join(outputDir, name)), await stat(join(outputDir, "other"))]
    expect(made.mode).toBe(other.mode)
  })

  it("goes on after the connection broke, with a fresh address each time", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const server = archiveServer(archive, { cutAfter: 3000 }, { cutAfter: 2000 }, {})
    const { result, requests, tinker } = await download(server, { outputDir })
    expect(result?.archiveBytes).toBe(archive.length)
    expect(requests.map(({ headers }) => [headers.get("range"), headers.get("if-range")])).toEqual([
      [null, null],
      ["bytes=3000-", '"one"'],
      ["bytes=5000-", '"one"'],
    ])
    const addresses = tinker.transport.requests.filter(({ url }) => url.startsWith("https://files.test/"))
    expect(addresses.map(({ url }) => new URL(url).search)).toEqual([0, 1, 2].map((nth) => `?signature=${nth}`))
    expect(await readFile(join(outputDir, name, "a/b"), "utf8")).toBe("x".repeat(9000))
  })

  it("goes on as often as a connection brings anything", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const long = tarOf({ path: "long", content: "x".repeat(30_000) })
    const { result, requests } = await download(archiveServer(long, { cutAfter: 1000 }), { outputDir })
    expect(result?.archiveBytes).toBe(long.length)
    expect(requests.length).toBeGreaterThan(30)
  })

  it("gives up on one that brings nothing", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const server = archiveServer(archive, { cutAfter: 3000 }, { cutAfter: 0 })
    const { failure, requests } = await download(server, { outputDir })
    expect(failure).toMatchObject({ code: "connection" })
    expect(requests.length).toBeLessThan(25)
  })

  it("starts again when the archive has changed meanwhile", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const server = archiveServer(archive, { cutAfter: 3000 }, { etag: '"two"' })
    const { result, progress } = await download(server, { outputDir })
    expect(result?.archiveBytes).toBe(archive.length)
    expect(progress.filter(([bytes]) => bytes === 0)).toHaveLength(2)
    expect(await readFile(join(outputDir, name, "a/b"), "utf8")).toBe("x".repeat(9000))
  })

  it("goes on in a later call, without loading anything twice", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const stop = new AbortController()
    const onProgress = (bytes: number): void => {
      if (bytes >= 4000) stop.abort(new Error("enough"))
    }
    const given = await download(archiveServer(archive), { outputDir, onProgress, signal: stop.signal })
    expect(given.failure).toMatchObject({ message: "enough" })
    expect((await readdir(outputDir)).sort()).toEqual([`${name}.tar.part`, `${name}.tar.part.json`])
    const { size } = await stat(join(outputDir, `${name}.tar.part`))
    expect(size).toBe(4000)

    const { requests, progress } = await download(archiveServer(archive), { outputDir })
    expect(requests[0]?.headers.get("range")).toBe(`bytes=${size}-`)
    expect(progress[0]).toEqual([size, archive.length])
    expect(await readdir(outputDir)).toEqual([name])
  })

  it("asks for the last byte of a download that was complete", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const part = join(outputDir, `${name}.tar.part`)
    await writeFile(part, archive)
    await writeFile(`${part}.json`, JSON.stringify({ validator: '"one"', total: archive.length }))
    const { result, requests } = await download(archiveServer(archive), { outputDir })
    expect(result?.archiveBytes).toBe(archive.length)
    expect(requests.map(({ headers }) => headers.get("range"))).toEqual([`bytes=${archive.length - 1}-`])
  })

  it.for([
    ["no notes", undefined],
    ["notes that were cut off", '{"validator":'],
    ["notes without a validator", "{}"],
  ] as const)("starts again where there are %s", async ([, notes], { resources }) => {
    const outputDir = await temporaryFolder(resources)
    const part = join(outputDir, `${name}.tar.part`)
    await writeFile(part, "something else")
    if (notes !== undefined) await writeFile(`${part}.json`, notes)
    const { requests } = await download(archiveServer(archive), { outputDir })
    expect(requests.map(({ headers }) => headers.get("range"))).toEqual([null])
    expect(await readdir(outputDir)).toEqual([name])
  })

  it("starts again where the server has less than was received", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const part = join(outputDir, `${name}.tar.part`)
    await writeFile(part, Buffer.concat([archive, archive]))
    await writeFile(`${part}.json`, JSON.stringify({ validator: '"one"' }))
    const { result, requests } = await download(archiveServer(archive), { outputDir })
    expect(result?.archiveBytes).toBe(archive.length)
    expect(requests.map(({ headers }) => headers.get("range"))).toEqual([`bytes=${2 * archive.length}-`, null])
  })

  it("does not go on where the server gives no way to tell its files apart", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const server = archiveServer(archive, { cutAfter: 3000, etag: 'W/"weak"' }, { etag: 'W/"weak"' })
    const { requests } = await download(server, { outputDir })
    expect(requests.map(({ headers }) => headers.get("range"))).toEqual([null, null])
  })

  it("tells when the server sends another part than was asked for", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const server = archiveServer(archive, { cutAfter: 3000 })
    let nth = 0
    const wrong: Handler = (body, index, request) => {
      nth += 1
      if (nth !== 2) return server["/archive"]?.(body, index, request)
      return { status: 206, headers: { "content-range": `bytes 0-9/${archive.length}` }, body: archive.subarray(0, 10) }
    }
    const { requests } = await download({ ...server, "/archive": wrong }, { outputDir })
    expect(requests.slice(0, 3).map(({ headers }) => headers.get("range"))).toEqual([null, "bytes=3000-", null])
  })

  it("refuses a folder that is there, and sends nothing", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    await mkdir(join(outputDir, name))
    const { failure, tinker } = await download(archiveServer(archive), { outputDir })
    expect(failure).toMatchObject({ code: "input", message: expect.stringContaining("already there") as string })
    expect(tinker.sent(archiveRoute)).toEqual([])
  })

  it("replaces a folder that is there when told to", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    await mkdir(join(outputDir, name))
    await writeFile(join(outputDir, name, "old"), "old")
    await download(archiveServer(archive), { outputDir, force: true })
    expect((await readdir(join(outputDir, name))).sort()).toEqual(["a", "adapter_config.json"])
    expect(await readdir(outputDir)).toEqual([name])
  })

  it("keeps a folder that it was to replace when the archive is not safe, and forgets the archive", async ({
    resources,
  }) => {
    const outputDir = await temporaryFolder(resources)
    await mkdir(join(outputDir, name))
    await writeFile(join(outputDir, name, "old"), "old")
    const unsafe = tarOf({ path: "fine", content: "x" }, { path: "../../evil", content: "x" })
    const { failure } = await download(archiveServer(unsafe), { outputDir, force: true })
    expect(failure).toMatchObject({ code: "decode" })
    expect(await readdir(outputDir)).toEqual([name])
    expect(await readdir(join(outputDir, name))).toEqual(["old"])
  })

  it.for([
    ["a file that is gone", { status: 404 }, 404],
    ["an address that has expired", { status: 403 }, 403],
    ["a redirect that gives up TLS", { status: 302, location: "http://files.test/archive" }, 302],
  ] as const)("tells of %s", async ([, behaviour, status], { resources }) => {
    const outputDir = await temporaryFolder(resources)
    const { failure, requests } = await download(archiveServer(archive, behaviour), { outputDir })
    expect(failure).toMatchObject({ code: "http", status })
    expect(String(failure)).not.toContain("signature")
    expect(requests).toHaveLength(1)
    expect(await readdir(outputDir)).toEqual([])
  })

  it("tries again when the archive's server is busy", async ({ resources }) => {
    const outputDir = await temporaryFolder(resources)
    const { result } = await download(archiveServer(archive, { status: 503 }, {}), { outputDir })
    expect(result?.archiveBytes).toBe(archive.length)
  })

  it("refuses what is no checkpoint path", async () => {
    const { service } = fakeTinker()
    await using open = service
    await expect(downloadCheckpoint(await open.createRestClient(), "run/weights/1")).rejects.toThrow(TypeError)
  })
})
