import { execFileSync } from "node:child_process"
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect, onTestFinished } from "vitest"
import { bearer } from "../../../../src/adapters/auth/bearer.ts"
import { fileToken } from "../../../../src/adapters/auth/node/file-token.ts"
import { fileTokenStore } from "../../../../src/adapters/auth/node/file-token-store.ts"
import { VirtualClock } from "../../../../src/testing/virtual-clock.ts"
import { it } from "../../../test.ts"
import { ask, failureOf, shown } from "../source-context.ts"

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "pristine-"))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

/** A file with a text, of its owner alone unless the test says otherwise. */
async function file(text: string | Uint8Array, mode = 0o600): Promise<string> {
  const path = join(await folder(), "token")
  await writeFile(path, text)
  await chmod(path, mode)
  return path
}

const never = new AbortController().signal
const tokens = { accessToken: "at-SENTINEL", expiresAt: 5, refreshToken: "rt-SENTINEL", scope: "a b" }

describe("a token out of a file", () => {
  it.each<[name: string, text: string, expected: object]>([
    ["a text", "t0k", { value: "t0k" }],
    ["a line", "t0k\n", { value: "t0k" }],
    ["white space around it", " \r\nt0k\t\n\n", { value: "t0k" }],
    ["what a store wrote", JSON.stringify(tokens), { value: "at-SENTINEL", expiresAt: 5 }],
    ["a token alone", '{"accessToken":"a"}', { value: "a" }],
  ])("is read: %s", async (_, text, expected) => {
    expect(await ask(fileToken(await file(text)))).toEqual(expected)
  })

  it("is read anew for each attempt", async () => {
    const path = await file("one")
    const source = fileToken(path)
    const first = await ask(source)
    await writeFile(path, "two")
    expect([first.value, (await ask(source)).value]).toEqual(["one", "two"])
  })

  it.each(["", " \n"])("that is empty is said to be: %j", async (text) => {
    const put = { setHeader: expect.unreachable, setQuery: expect.unreachable, setCookie: expect.unreachable }
    const context = { signal: never, client: {}, clock: new VirtualClock(), env: () => undefined }
    const path = await file(text)
    const error = await failureOf((async () => bearer(fileToken(path)).apply(put, context))())
    expect([error.code, error.message]).toEqual(["config", "The token that the source gave is empty"])
  })
})

describe("a token file that is refused, by name and without its text", () => {
  it.each([0o604, 0o640, 0o644, 0o660, 0o666, 0o620, 0o602, 0o610, 0o601])(
    "others can get at it: mode %o",
    async (mode) => {
      const path = await file("SENTINEL", mode)
      for (const read of [() => ask(fileToken(path)), () => fileTokenStore(path).load(never)]) {
        const error = await failureOf(read())
        expect([error.code, error.phase]).toEqual(["config", "auth"])
        expect(error.message).toContain(
          `${path} can be read or changed by others (mode ${mode.toString(8)}): chmod 600 it`,
        )
        expect(shown(error)).not.toContain("SENTINEL")
      }
    },
  )

  it.each<[name: string, text: string | Uint8Array, expected: RegExp]>([
    ["half an object", '{"accessToken":"SENTINEL"', /not of the form/],
    ["no access token", '{"refreshToken":"SENTINEL"}', /holds no access token/],
    ["an access token that is no text", '{"accessToken":["SENTINEL"]}', /not of the form/],
    ["an end that is no number", '{"accessToken":"SENTINEL","expiresAt":"soon"}', /not of the form/],
    ["a megabyte", "SENTINEL".repeat(131_072), /longer than 65536 bytes/],
  ])("%s", async (_, text, expected) => {
    const error = await failureOf(ask(fileToken(await file(text))))
    expect(error.message).toMatch(expected)
    expect(shown(error)).not.toContain("SENTINEL")
  })

  it.each<[name: string, prepare: (path: string) => unknown, expected: RegExp]>([
    ["there is none", () => undefined, /does not exist/],
    ["a folder", (path) => mkdir(path, { mode: 0o700 }), /is no regular file/],
    [
      "a pipe, without waiting for a writer",
      (path) => execFileSync("mkfifo", ["-m", "600", path]),
      /is no regular file/,
    ],
    ["a loop of links", (path) => symlink(path, path), /cannot be opened \(ELOOP\)/],
  ])("%s", async (_, prepare, expected) => {
    const path = join(await folder(), "token")
    await prepare(path)
    expect((await failureOf(ask(fileToken(path)))).message).toMatch(expected)
  })

  it.each(["[]", "null", "7", '"SENTINEL"', "SENTINEL", ""])("a store that holds %s", async (text) => {
    const error = await failureOf(fileTokenStore(await file(text)).load(never))
    expect(error.message).toMatch(/not of the form/)
    expect(shown(error)).not.toContain("SENTINEL")
  })

  it("is not looked for under a signal that has fired", async () => {
    const source = fileToken(await file("t"))
    await expect(ask(source, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone")
  })
})

describe("N132 tokens in a file", () => {
  it("N132 are kept for their owner alone, whatever the file's mode was before", async () => {
    const path = await file("old", 0o666)
    await fileTokenStore(path).save(tokens)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await fileTokenStore(path).load(never)).toEqual(tokens)
    expect(await readFile(path, "utf8")).toMatch(/^\{\n.*\n\}\n$/s)
  })

  it("N132 are never there by half: a reader sees one of those that were saved", async () => {
    const path = join(await folder(), "token")
    const store = fileTokenStore(path)
    const all = Array.from({ length: 50 }, (_, index) => ({ refreshToken: `rt-${index}`, scope: "x".repeat(10_000) }))
    await store.save({ refreshToken: "rt-first" })
    const reads: Promise<unknown>[] = []
    const saves = all.map((one) => {
      reads.push(store.load(never))
      return store.save(one)
    })
    await Promise.all(saves)
    const seen = (await Promise.all(reads)) as { refreshToken: string; scope?: string }[]
    expect(seen.every(({ refreshToken, scope }) => refreshToken === "rt-first" || scope?.length === 10_000)).toBe(true)
  })

  it("N132 leave no draft behind, also when they cannot be saved", async () => {
    const parent = await folder()
    await fileTokenStore(join(parent, "token")).save(tokens)
    await mkdir(join(parent, "taken"))
    const error = await failureOf(fileTokenStore(join(parent, "taken")).save(tokens))
    expect(error.message).toMatch(/taken cannot be written \(E\w+\)/)
    expect((await readdir(parent)).sort()).toEqual(["taken", "token"])
    expect(shown(error)).not.toContain("SENTINEL")
  })

  it("N132 make the folder that they are saved in, for its owner alone", async () => {
    const path = join(await folder(), "deep", "missing", "token")
    await fileTokenStore(path).save(tokens)
    expect(await fileTokenStore(path).load(new AbortController().signal)).toEqual(tokens)
    if (process.platform !== "win32") expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
  })

  it("N132 are not saved where a file stands in place of the folder", async () => {
    const path = join(await folder(), "file", "token")
    await writeFile(dirname(path), "")
    const error = await failureOf(fileTokenStore(path).save(tokens))
    expect([error.code, error.message]).toEqual([
      "config",
      expect.stringMatching(/^The token file .* cannot be written \((?:EEXIST|ENOTDIR)\)$/),
    ])
  })

  it("N132 a token in a file that others can read is taken where it is shared", async () => {
    const path = join(await folder(), "token")
    await writeFile(path, "tok", { mode: 0o644 })
    const { signal } = new AbortController()
    expect(await fileToken(path, { shared: true }).token(signal)).toEqual({ value: "tok" })
    await expect(Promise.resolve(fileToken(path).token(signal))).rejects.toMatchObject({ code: "config" })
  })

  it("N132 replace a link, not the file that it points to", async () => {
    const parent = await folder()
    await writeFile(join(parent, "other"), "untouched")
    await symlink(join(parent, "other"), join(parent, "token"))
    await fileTokenStore(join(parent, "token")).save(tokens)
    expect(await readFile(join(parent, "other"), "utf8")).toBe("untouched")
  })

  it("N132 hold no member that an object inherits", async () => {
    const path = await file('{"__proto__":{"refreshToken":"SENTINEL"},"accessToken":"a"}')
    expect(await fileTokenStore(path).load(never)).toEqual({ accessToken: "a" })
  })
})
