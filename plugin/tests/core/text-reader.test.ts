import fc from "fast-check"
import { expect } from "vitest"
import { createTextReader } from "../../src/core/text-reader.ts"
import { it } from "../test.ts"

/** A disk whose reads take as long as a test wants: each gives what the file held when it began. */
function createDisk() {
  const reading: (() => void)[] = []
  const disk = {
    bytes: Buffer.from("one"),
    failure: undefined as Error | undefined,
    reads: 0,
    read(): Promise<Buffer> {
      disk.reads += 1
      const { failure } = disk
      const found = Buffer.from(disk.bytes)
      return new Promise((resolve, reject) => {
        reading.push(() => (failure ? reject(failure) : resolve(found)))
      })
    },
    /** Lets reads end until nobody reads. */
    async finish(): Promise<void> {
      await Promise.resolve()
      for (let end = reading.shift(); end; end = reading.shift()) {
        end()
        await new Promise(setImmediate)
      }
    },
  }
  return disk
}

it("reads once for all who ask before a read begins", async () => {
  const disk = createDisk()
  const reader = createTextReader(() => disk.read())
  const texts = Promise.all(Array.from({ length: 50 }, () => reader.read("/a")))
  await disk.finish()
  expect(new Set(await texts)).toEqual(new Set(["one"]))
  expect(disk.reads).toBe(1)
})

it("gives nobody a text that is older than the question", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("ask", "write", "begin", "finish"), { maxLength: 30 }), async (steps) => {
      const disk = createDisk()
      const reader = createTextReader(() => disk.read())
      const answers: Promise<void>[] = []
      let version = 0
      for (const step of steps) {
        if (step === "write") disk.bytes = Buffer.from(String((version += 1)))
        if (step === "begin") await Promise.resolve()
        if (step === "finish") await disk.finish()
        if (step !== "ask") continue
        const asked = version
        answers.push(
          reader.read("/a").then((text) => expect(Number(text === "one" ? 0 : text)).toBeGreaterThanOrEqual(asked)),
        )
      }
      await disk.finish()
      await Promise.all(answers)
    }),
  )
})

it("follows every change of the bytes", async () => {
  const disk = createDisk()
  const reader = createTextReader(() => disk.read())
  const read = async (text: string) => {
    disk.bytes = Buffer.from(text)
    const answer = reader.read("/a")
    await disk.finish()
    return answer
  }
  for (const text of ["ä", "ä", "ö", "", "\ufeff{}", "ä"]) expect(await read(text)).toBe(text)
})

it("keeps files apart", async () => {
  const reader = createTextReader((file) => Promise.resolve(Buffer.from(`in ${file}`)))
  expect(await Promise.all([reader.read("/a"), reader.read("/b")])).toEqual(["in /a", "in /b"])
})

it("reads again after a failure, which all who asked for that read are told", async () => {
  const disk = createDisk()
  const reader = createTextReader(() => disk.read())
  disk.failure = new Error("gone")
  const failed = Promise.allSettled([reader.read("/a"), reader.read("/a")])
  await disk.finish()
  expect((await failed).map(({ status }) => status)).toEqual(["rejected", "rejected"])
  disk.failure = undefined
  const text = reader.read("/a")
  await disk.finish()
  expect(await text).toBe("one")
})
