import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect } from "vitest"
import { unpackArchive } from "../../src/checkpoint-files/unpack-archive.ts"
import { it } from "../test.ts"
import { tarOf, type TarMember } from "./tar-of.ts"
import { temporaryFolder, type Resources } from "./temporary-folder.ts"

/** A folder `out` to unpack into, and beside it the archive. */
async function prepare(resources: Resources, archive: Buffer) {
  const folder = await temporaryFolder(resources)
  const file = join(folder, "archive.tar")
  await writeFile(file, archive)
  const out = join(folder, "out")
  await mkdir(out)
  return { folder, file, out }
}

const large = "0123456789".repeat(200_000)
const whole = tarOf(
  { path: "./", type: "Directory" },
  { path: "adapter_config.json", content: "{}" },
  { path: "deep/er/weights", content: large },
  { path: "empty" },
)

describe("unpackArchive", () => {
  it.for([
    ["a tar", whole],
    ["a compressed tar", gzipSync(whole)],
  ] as const)("unpacks %s", async ([, archive], { resources }) => {
    const { file, out } = await prepare(resources, archive)
    await unpackArchive(file, out)
    expect((await readdir(out, { recursive: true })).sort()).toEqual(
      ["adapter_config.json", "deep", "deep/er", "deep/er/weights", "empty"].map((name) => join(name)),
    )
    expect(await readFile(join(out, "deep/er/weights"), "utf8")).toBe(large)
    expect(await readFile(join(out, "empty"), "utf8")).toBe("")
  })

  it.for<[name: string, TarMember, words: RegExp]>([
    ["a symbolic link", { path: "a", type: "SymbolicLink", linkpath: "/etc/passwd" }, /SymbolicLink/],
    ["a link", { path: "a", type: "Link", linkpath: "ok" }, /Link/],
    ["a character device", { path: "a", type: "CharacterDevice" }, /CharacterDevice/],
    ["a block device", { path: "a", type: "BlockDevice" }, /BlockDevice/],
    ["a pipe", { path: "a", type: "FIFO" }, /FIFO/],
    ["an absolute path", { path: "/escaped", content: "x" }, /leads out/],
    ["a path upwards", { path: "../escaped", content: "x" }, /leads out/],
    ["a path down and upwards", { path: "a/../../escaped", content: "x" }, /leads out/],
    ["a folder upwards", { path: "../escaped/", type: "Directory" }, /leads out/],
    ["a drive", { path: "C:escaped", content: "x" }, /leads out/],
    ["backslashes", { path: "..\\escaped", content: "x" }, /leads out/],
    ["the folder as a file", { path: ".", content: "x" }, /leads out/],
    ["a file twice", { path: "ok", content: "x" }, /twice/],
  ])("refuses %s", async ([, member, words], { resources }) => {
    const archive = tarOf({ path: "ok", content: "fine" }, member, { path: "after", content: large })
    const { folder, file, out } = await prepare(resources, archive)
    await expect(unpackArchive(file, out)).rejects.toMatchObject({
      code: "decode",
      message: expect.stringMatching(words) as string,
    })
    expect((await readdir(folder)).sort()).toEqual(["archive.tar", "out"])
  })

  it.for([
    ["text", Buffer.from("<html>".repeat(500))],
    ["a tar that is cut off in a file", whole.subarray(0, 100_000)],
    ["a tar with a damaged header", Buffer.concat([whole.subarray(0, 700), Buffer.alloc(100, 7), whole.subarray(800)])],
    ["a compressed tar that is cut off", gzipSync(whole).subarray(0, 2000)],
    ["nothing", Buffer.alloc(0)],
  ] as const)("tells that it is damaged: %s", async ([, archive], { resources }) => {
    const { file, out } = await prepare(resources, archive)
    await expect(unpackArchive(file, out)).rejects.toMatchObject({ code: "decode" })
  })

  it("gives up", async ({ resources }) => {
    const { file, out } = await prepare(resources, whole)
    const stop = new AbortController()
    const unpacking = unpackArchive(file, out, stop.signal)
    stop.abort(new Error("enough"))
    await expect(unpacking).rejects.toThrow("enough")
  })
})
