import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { PristineError } from "pristine-runtime"
import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { defaultCacheDirectory } from "../../src/tokenizers/file-cache.ts"
import { loadTokenizer, type LoadOptions } from "../../src/tokenizers/load-tokenizer.ts"
import { it } from "../test.ts"
import { smallConfig, smallRanks, smallRanksConfig, smallTokenizer, startHub, type HubAnswer } from "./fake-hub.ts"

const id = { id: "org/small", revision: "main" }
const at = (name: string, revision = "main"): string => `/org/small/resolve/${revision}/${name}`
const json = (value: object) => (): HubAnswer => ({ body: JSON.stringify(value) })
const files = {
  [at("tokenizer.json")]: json(smallTokenizer),
  [at("tokenizer_config.json")]: json(smallConfig),
}
const offline = { cacheDirectory: false, env: () => undefined } as const

/** A folder for one test. */
async function folder() {
  const path = await mkdtemp(join(tmpdir(), "tinkex-hub-"))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

describe("a tokenizer of a hub", () => {
  it("is loaded from its two files, and encodes", async () => {
    await using hub = await startHub(files)
    const tokenizer = await loadTokenizer(id, { ...offline, endpoint: hub.url })
    expect(hub.requests.map(({ path }) => path).sort()).toEqual(Object.keys(files).sort())
    expect(tokenizer.encode("abc<end>")).toEqual([0, 5, 4, 1])
    expect(tokenizer.encode("ba", { addSpecialTokens: false })).toEqual([3, 2])
    expect(tokenizer.decode([0, 5, 4, 1])).toBe("<s>abc<end>")
    expect(tokenizer.decode([0, 5, 4, 1], { skipSpecialTokens: true })).toBe("abc")
  })

  it("is a table of ranks where the model is Kimi", async () => {
    const root = "/moonshotai/Kimi-K2-Thinking/resolve/rev"
    await using hub = await startHub({
      [`${root}/tiktoken.model`]: () => ({ body: smallRanks }),
      [`${root}/tokenizer_config.json`]: json(smallRanksConfig),
    })
    const kimi = { id: "moonshotai/Kimi-K2-Thinking", revision: "rev" }
    const tokenizer = await loadTokenizer(kimi, { ...offline, endpoint: hub.url })
    expect(tokenizer.encode("<|bos|>Say hi")).toEqual([9, 7, 8, 5])
  })

  it("follows redirects, and shows its token to nobody else", async () => {
    await using other = await startHub({ "/blob": json(smallTokenizer) })
    await using hub = await startHub({
      ...files,
      [at("tokenizer.json")]: () => ({ status: 302, location: "/moved" }),
      "/moved": () => ({ status: 307, location: `${other.url}/blob` }),
    })
    await loadTokenizer(id, { ...offline, endpoint: `${hub.url}/`, token: "hf_zq9secret" })
    expect(new Set(hub.requests.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer hf_zq9secret"]))
    expect(other.requests).toEqual([{ path: "/blob", authorization: undefined }])
  })

  it.each<[name: string, env: Readonly<Record<string, string>>, authorization: string | undefined]>([
    ["none", {}, undefined],
    ["HF_TOKEN", { HF_TOKEN: "a", HUGGING_FACE_HUB_TOKEN: "b" }, "Bearer a"],
    ["HUGGING_FACE_HUB_TOKEN", { HUGGING_FACE_HUB_TOKEN: "b" }, "Bearer b"],
  ])("is asked for with the token of the environment: %s", async (_, env, authorization) => {
    await using hub = await startHub(files)
    const variables: Readonly<Record<string, string>> = { ...env, HF_ENDPOINT: hub.url }
    await loadTokenizer(id, { cacheDirectory: false, env: (name) => variables[name] })
    expect(hub.requests[0]?.authorization).toBe(authorization)
  })

  it("is tried again after growing waits", async () => {
    await using hub = await startHub({
      ...files,
      [at("tokenizer.json")]: (nth) => (nth < 2 ? { status: 503 } : { body: JSON.stringify(smallTokenizer) }),
    })
    const clock = new VirtualClock()
    const loading = loadTokenizer(id, { ...offline, endpoint: hub.url, clock })
    await clock.armed()
    await clock.advance(500)
    await clock.armed()
    await clock.advance(1_000)
    expect((await loading).encode("a")).toEqual([0, 2])
    expect(hub.requests.filter(({ path }) => path === at("tokenizer.json"))).toHaveLength(3)
    expect(clock.pending).toBe(0)
  })

  it("is tried again when the hub says, and not where that is too long to wait", async () => {
    const busy = (nth: number): HubAnswer =>
      nth === 0 ? { status: 429, retryAfter: 7 } : nth === 1 ? { status: 429, retryAfter: 301 } : undefined
    await using hub = await startHub({ [at("tokenizer_config.json")]: busy })
    const clock = new VirtualClock()
    const loading = loadTokenizer(id, { ...offline, endpoint: hub.url, clock }).catch((error: unknown) => error)
    await clock.armed()
    await clock.advance(6_999)
    expect(hub.requests).toHaveLength(1)
    // At most a tenth is added, so that not all come at once.
    await clock.advance(701)
    expect(await loading).toMatchObject({ code: "http", status: 429, retryAfterMs: 301_000 })
    expect(hub.requests).toHaveLength(2)
    expect(clock.pending).toBe(0)
  })

  it.each<[name: string, answer: HubAnswer, options: LoadOptions, error: object]>([
    [
      "is missing",
      undefined,
      {},
      { code: "http", status: 404, message: "tokenizer.json of org/small does not exist (status 404 of Hugging Face)" },
    ],
    [
      "is gated",
      { status: 401 },
      {},
      { code: "http", status: 401, message: expect.stringContaining("HF_TOKEN") as string },
    ],
    ["is no JSON", { body: "<html>" }, {}, { code: "decode" }],
    [
      "leads nowhere",
      { status: 302, location: at("tokenizer.json") },
      {},
      {
        code: "http",
        message: expect.stringContaining("tokenizer.json of org/small is redirected too often") as string,
      },
    ],
    ["leads to a file", { status: 302, location: "file:///etc/passwd" }, {}, { code: "http" }],
  ])("is refused where a file %s", async (_, answer, options, error) => {
    await using hub = await startHub({ ...files, [at("tokenizer.json")]: () => answer })
    const failed: unknown = await loadTokenizer(id, {
      ...offline,
      endpoint: hub.url,
      token: "hf_zq9secret",
      ...options,
    }).catch((thrown: unknown) => thrown)
    expect(failed).toMatchObject(error)
    expect(JSON.stringify(failed)).not.toContain("zq9secret")
  })

  it.each(["small", "../etc/passwd", "org/..", "a/b/c", "org/small?x", ""])(
    "has an id that names a repository: %j is none",
    async (wrong) => {
      await expect(loadTokenizer({ id: wrong, revision: "main" }, offline)).rejects.toMatchObject({ code: "input" })
    },
  )

  it("is given up with its signal", async () => {
    await using hub = await startHub({ ...files, [at("tokenizer.json")]: () => ({ status: 503 }) })
    const abort = new AbortController()
    const clock = new VirtualClock()
    const loading = loadTokenizer(id, { ...offline, endpoint: hub.url, clock, signal: abort.signal }).catch(
      (error: unknown) => error,
    )
    await clock.armed()
    const reason = new Error("enough")
    abort.abort(reason)
    expect(await loading).toBe(reason)
    expect(clock.pending).toBe(0)
  })
})

describe("what was downloaded", () => {
  it("is kept by repository and revision, and not fetched again", async () => {
    await using hub = await startHub(files)
    await using kept = await folder()
    const options = { endpoint: hub.url, cacheDirectory: kept.path, env: () => undefined }
    await loadTokenizer(id, options)
    expect((await readdir(kept.path, { recursive: true })).sort()).toEqual([
      "org__small",
      join("org__small", "main"),
      join("org__small", "main", "tokenizer.json"),
      join("org__small", "main", "tokenizer_config.json"),
    ])
    const again = await loadTokenizer(id, options)
    expect(again.encode("ab")).toEqual([0, 5])
    expect(hub.requests).toHaveLength(2)
    await expect(loadTokenizer({ ...id, revision: "../other" }, options)).rejects.toMatchObject({ status: 404 })
  })

  it("may be impossible to keep, which is told and stops nothing", async () => {
    await using hub = await startHub(files)
    await using kept = await folder()
    const warnings: PristineError[] = []
    const options = {
      endpoint: hub.url,
      env: () => undefined,
      onWarning: (warning: PristineError) => warnings.push(warning),
    }
    await writeFile(join(kept.path, "org__small"), "a file where a folder should be")
    const loading = loadTokenizer(id, { ...options, cacheDirectory: kept.path })
    await expect(loading.then((tokenizer) => tokenizer.encode("a"))).resolves.toEqual([0, 2])
    expect(warnings.map(({ message }) => message).sort()).toEqual([
      "tokenizer.json of org/small could not be kept",
      "tokenizer_config.json of org/small could not be kept",
    ])
  })

  it.each<[env: Readonly<Record<string, string>>, directory: string | undefined]>([
    [{ XDG_CACHE_HOME: "/cache", HOME: "/home/me" }, "/cache/tinkex/hf"],
    [{ HOME: "/home/me" }, "/home/me/.cache/tinkex/hf"],
    [{ LOCALAPPDATA: "C:/cache" }, "C:/cache/tinkex/hf"],
    [{}, undefined],
  ])("lies where %j says: %s", (env, directory) => {
    expect(defaultCacheDirectory((name) => env[name])).toBe(directory)
  })
})
