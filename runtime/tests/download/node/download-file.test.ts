import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished } from "vitest"
import { createClient } from "../../../src/core/client/create-client.ts"
import { discardDownload, downloadFile, type FileDownloadOptions } from "../../../src/node.ts"
import { fakeTransport, type FakeAnswer } from "../../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { policy, testService } from "../../core/fixture.ts"
import { it } from "../../test.ts"

/** How the file's server behaves for one request. */
interface Behaviour {
  /** Ends the connection after so many bytes of the answer. */
  readonly cutAfter?: number
  readonly etag?: string
  readonly status?: number
  /** In place of the one that was asked for. */
  readonly range?: string
}

const content = Uint8Array.from({ length: 10_000 }, (_, index) => index % 251)

/** A file's server: behaviours by request, the last one for all others; a folder; and a client of another service. */
async function stage(behaviours: readonly Behaviour[], served: Uint8Array = content) {
  const folder = await mkdtemp(join(tmpdir(), "pristine-download-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const transport = fakeTransport(({ headers }, index) => {
    const asked = new Headers(headers.map(([name, value]): [string, string] => [name, value]))
    return answer(served, asked, behaviours[Math.min(index, behaviours.length - 1)] ?? {})
  })
  const clock = new VirtualClock()
  const client = createClient(testService(), { transport, clock, auth: false })
  const file = join(folder, "weights.part")
  const progress: (readonly [bytes: number, total: number | undefined])[] = []
  let addresses = 0
  const run = (over: Partial<FileDownloadOptions> = {}): Promise<number> => {
    const address = (): Promise<string> => Promise.resolve(`https://files.test/weights?signature=${addresses++}`)
    const onProgress = (bytes: number, total: number | undefined): void => void progress.push([bytes, total])
    return passTime(clock, downloadFile({ client, policy: policy(), address, file, onProgress, ...over }))
  }
  const asked = (name: string): (string | undefined)[] =>
    transport.requests.map(({ headers }) => headers.find(([each]) => each.toLowerCase() === name)?.[1])
  return { folder, file, run, progress, transport, asked }
}

function answer(
  served: Uint8Array,
  asked: Headers,
  { cutAfter, etag = '"one"', status, range }: Behaviour,
): FakeAnswer {
  if (status !== undefined) return { status }
  const start = Number(/^bytes=(\d+)-$/.exec(asked.get("range") ?? "")?.[1] ?? 0)
  const resumes = asked.has("range") && asked.get("if-range") === etag
  if (resumes && start >= served.length) return { status: 416 }
  const part = resumes ? served.subarray(start) : served
  const place = range ?? `bytes ${start}-${served.length - 1}/${served.length}`
  return {
    status: resumes ? 206 : 200,
    headers: { etag, "content-length": String(part.length), ...(resumes && { "content-range": place }) },
    body: pieces(part, cutAfter),
  }
}

async function* pieces(part: Uint8Array, cutAfter = Infinity): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < Math.min(part.length, cutAfter); at += 1000)
    yield await Promise.resolve(part.subarray(at, at + 1000))
}

/** Lets every wait of a piece of work pass at once, until it is done: its files take real time, its waits none. */
async function passTime<Value>(clock: VirtualClock, work: Promise<Value>): Promise<Value> {
  const state = { isDone: false }
  const end = (): void => void (state.isDone = true)
  const done = work.then(end, end)
  for (;;) {
    await Promise.race([done, clock.armed()])
    await clock.advance(0)
    if (state.isDone) return work
    if (clock.pending > 0) await clock.runNext()
  }
}

describe("downloadFile", () => {
  it("writes the file, tells how far it is, and sends nothing of the client's own", async () => {
    const { file, run, progress, transport, asked } = await stage([{}])
    expect(await run()).toBe(content.length)
    expect(new Uint8Array(await readFile(file))).toEqual(content)
    expect([progress[0], progress.at(-1)]).toEqual([
      [0, content.length],
      [content.length, content.length],
    ])
    expect(transport.requests.map(({ url, headers }) => [url, headers])).toEqual([
      ["https://files.test/weights?signature=0", [["Accept-Encoding", "identity"]]],
    ])
    expect(asked("range")).toEqual([undefined])
    expect(transport.openBodies).toBe(0)
  })

  it("goes on after connections that broke, with a fresh address each time", async () => {
    const { file, run, transport, asked } = await stage([{ cutAfter: 3000 }, { cutAfter: 2000 }, {}])
    expect(await run()).toBe(content.length)
    expect(asked("range")).toEqual([undefined, "bytes=3000-", "bytes=5000-"])
    expect(asked("if-range")).toEqual([undefined, '"one"', '"one"'])
    expect(transport.requests.map(({ url }) => new URL(url).search)).toEqual(
      [0, 1, 2].map((nth) => `?signature=${nth}`),
    )
    expect(new Uint8Array(await readFile(file))).toEqual(content)
  })

  it("goes on as often as a connection brings anything", async () => {
    const { run, asked } = await stage([{ cutAfter: 1000 }])
    expect(await run()).toBe(content.length)
    expect(asked("range")).toHaveLength(content.length / 1000)
  })

  it.each<[name: string, behaviours: readonly Behaviour[], want: object]>([
    ["connections that bring nothing", [{ cutAfter: 3000 }, { cutAfter: 0 }], { code: "connection" }],
    ["an answer that is no file", [{ status: 403 }], { code: "http", status: 403 }],
  ])("gives up on %s", async (_, behaviours, want) => {
    const { run, transport } = await stage(behaviours)
    await expect(run()).rejects.toMatchObject(want)
    expect(transport.requests.length).toBeLessThan(10)
    expect(transport.openBodies).toBe(0)
  })

  it.each<[name: string, behaviours: readonly Behaviour[], ranges: readonly (string | undefined)[]]>([
    ["the file has changed meanwhile", [{ cutAfter: 3000 }, { etag: '"two"' }], [undefined, "bytes=3000-"]],
    [
      "the server cannot tell its files apart",
      [{ cutAfter: 3000, etag: 'W/"weak"' }, { etag: 'W/"weak"' }],
      [undefined, undefined],
    ],
    [
      "the server sends another part than was asked for",
      [{ cutAfter: 3000 }, { range: "bytes 0-9/10000" }, {}],
      [undefined, "bytes=3000-", undefined],
    ],
    ["a status is tried again", [{ status: 503 }, {}], [undefined, undefined]],
  ])("starts again where %s", async (_, behaviours, ranges) => {
    const { file, run, asked } = await stage(behaviours)
    expect(await run()).toBe(content.length)
    expect(asked("range")).toEqual(ranges)
    expect(new Uint8Array(await readFile(file))).toEqual(content)
  })

  it("goes on in a later call with what an earlier one left when it was given up", async () => {
    const { file, run, progress, asked } = await stage([{}])
    const stop = new AbortController()
    const onProgress = (bytes: number): void => {
      if (bytes >= 4000) stop.abort(new Error("enough"))
    }
    await expect(run({ onProgress, signal: stop.signal })).rejects.toThrow("enough")
    expect((await stat(file)).size).toBe(4000)
    expect(await run()).toBe(content.length)
    expect(asked("range")).toEqual([undefined, "bytes=4000-"])
    expect(progress[0]).toEqual([4000, content.length])
  })

  it.each<
    [name: string, left: Uint8Array | string, notes: string | undefined, ranges: readonly (string | undefined)[]]
  >([
    ["all of the file", content, '{"validator":"\\"one\\"","total":10000}', ["bytes=9999-"]],
    ["more than the file", Buffer.concat([content, content]), '{"validator":"\\"one\\""}', ["bytes=20000-", undefined]],
    ["no notes", "something else", undefined, [undefined]],
    ["notes that were cut off", "something else", '{"validator":', [undefined]],
    ["notes without a validator", "something else", "{}", [undefined]],
  ])("begins with what is on disk: %s", async (_, left, notes, ranges) => {
    const { file, run, asked } = await stage([{}])
    await writeFile(file, left)
    if (notes !== undefined) await writeFile(`${file}.json`, notes)
    expect(await run()).toBe(content.length)
    expect(asked("range")).toEqual(ranges)
    expect(new Uint8Array(await readFile(file))).toEqual(content)
  })

  it("gives every attempt its limits of time", async () => {
    const { run, transport } = await stage([{}])
    await run({ timeouts: { headersMs: 7 } })
    expect(transport.requests.map(({ timeouts }) => timeouts)).toEqual([{ headersMs: 7 }])
  })

  it("leaves nothing once it is discarded", async () => {
    const { folder, file, run } = await stage([{}])
    await run()
    expect((await readdir(folder)).sort()).toEqual(["weights.part", "weights.part.json"])
    await discardDownload(file)
    expect(await readdir(folder)).toEqual([])
  })
})
