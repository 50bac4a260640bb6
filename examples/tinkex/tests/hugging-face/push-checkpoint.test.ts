import { readdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import { describe, expect } from "vitest"
import { pushCheckpoint, type PushOptions } from "../../src/hugging-face/push-checkpoint.ts"
import { it } from "../test.ts"
import type { Resources } from "../checkpoint-files/temporary-folder.ts"
import { type FakeHubOptions, startFakeHub } from "./fake-hub.ts"
import { savedCheckpoint } from "./saved-checkpoint.ts"

const three = ["README.md", "adapter_config.json", "adapter_model.safetensors"]

async function push(resources: Resources, options: PushOptions, fake: FakeHubOptions = {}) {
  const { path, rest } = await savedCheckpoint(resources)
  const hub = await startFakeHub(resources, fake)
  const pushed = pushCheckpoint(rest, path, { hubUrl: hub.url, token: "hf_secret", env: () => undefined, ...options })
  // The test looks at a failure later.
  await pushed.catch(() => undefined)
  return { pushed, hub, path }
}

describe("pushCheckpoint", () => {
  it("makes the repository and the branch, uploads and commits", async ({ resources }) => {
    const options = { repo: "coder/adapter", revision: "branch-1", allow: three }
    const { pushed, hub, path } = await push(resources, options)
    expect(await pushed).toEqual({ repoId: "coder/adapter", revision: "branch-1", public: false, files: three })
    const lines = hub.requests.map(({ line }) => line)
    expect(lines.map((line) => line.replace(/[0-9a-f]{64}.*/, "<sha256>"))).toEqual([
      "GET /api/whoami-v2",
      "POST /api/repos/create",
      "GET /coder/adapter/resolve/branch-1/README.md",
      "POST /api/models/coder/adapter/branch/branch-1",
      "POST /api/models/coder/adapter/preupload/branch-1",
      "POST /coder/adapter.git/info/lfs/objects/batch",
      "PUT /storage/<sha256>",
      "POST /api/models/coder/adapter/commit/branch-1",
    ])
    expect(hub.sent("POST /api/repos/create")).toEqual([
      { name: "adapter", organization: "coder", type: "model", visibility: "private" },
    ])
    const [preupload] = hub.sent("POST /api/models/coder/adapter/preupload/branch-1")
    expect((preupload as { files: { path: string }[] }).files.map((file) => file.path)).toEqual(three)
    const [header, ...operations] = hub.sent("POST /api/models/coder/adapter/commit/branch-1")[0] as {
      key: string
      value: Record<string, string>
    }[]
    expect(header).toMatchObject({ key: "header", value: { summary: `Upload adapter from ${path}` } })
    expect(operations.map(({ key, value }) => [key, value["path"]])).toEqual([
      ["file", "README.md"],
      ["file", "adapter_config.json"],
      ["lfsFile", "adapter_model.safetensors"],
    ])
    const card = Buffer.from(operations[0]?.value["content"] ?? "", "base64").toString()
    expect(card).toContain(`tinker_path: "${path}"`)
    expect(card).toContain('from_pretrained(model, "coder/adapter")')
    expect(card).toContain("- LoRA rank: 4")
    const [put] = hub.requests.filter(({ line }) => line.startsWith("PUT "))
    expect(put?.body).toBeGreaterThan(1000)
    // Storage takes no upload in chunks.
    expect(put?.length).toBe(String(put?.body))
  })

  it("shows the token to the Hub's API, and to nobody else", async ({ resources }) => {
    const { hub } = await push(resources, { repo: "coder/adapter" })
    for (const { line, authorization } of hub.requests)
      expect([line, authorization]).toEqual([line, line.startsWith("PUT") ? undefined : "Bearer hf_secret"])
  })

  it("names repository and branch after the run and the checkpoint", async ({ resources }) => {
    const { pushed, hub, path } = await push(resources, { public: true })
    const run = path.split("/")[2]?.replaceAll(":", "-") ?? ""
    const repoId = `coder/tinker-tiny-bytes-${run}`
    expect(await pushed).toMatchObject({ repoId, revision: "sampler_weights-one", public: true })
    expect(hub.sent("POST /api/repos/create")).toMatchObject([{ visibility: "public" }])
  })

  it("uploads in parts where the Hub wants that", async ({ resources }) => {
    const { pushed, hub } = await push(resources, { repo: "coder/adapter" }, { partBytes: 20_000 })
    await pushed
    const parts = hub.requests.filter(({ line }) => line.startsWith("PUT "))
    expect(parts.length).toBeGreaterThan(1)
    expect(hub.sent("POST /complete")).toMatchObject([{ parts: parts.map((_, index) => ({ partNumber: index + 1 })) }])
  })

  it("proposes a pull request", async ({ resources }) => {
    const { pushed, hub } = await push(resources, { repo: "coder/adapter", createPr: true, commitMessage: "Hello" })
    expect((await pushed).pullRequestUrl).toBe(`${hub.url}/coder/adapter/discussions/1`)
    const [commit] = hub.sent("POST /api/models/coder/adapter/commit/main?create_pr=1")
    expect(commit).toMatchObject([{ value: { summary: "Hello" } }, {}, {}, {}, {}])
  })

  it("leaves the card out, and what is ignored", async ({ resources }) => {
    const { pushed } = await push(resources, { repo: "a/b", modelCard: false, ignore: ["checkpoint.json"] })
    expect((await pushed).files).toEqual(["adapter_config.json", "adapter_model.safetensors"])
  })

  it("goes on where repository and branch are there already", async ({ resources }) => {
    const statuses = { "POST /api/repos/create": 409, "POST /api/models/a/b/branch/": 409 }
    const { pushed } = await push(resources, { repo: "a/b", revision: "two" }, { statuses })
    expect(await pushed).toMatchObject({ repoId: "a/b", revision: "two" })
  })

  it("pushes the same checkpoint again", async ({ resources }) => {
    const { pushed } = await push(resources, { repo: "a/b" }, { readme: "# mine\n\nno path" })
    expect(await pushed).toMatchObject({ repoId: "a/b" })
  })

  it.for<[name: string, options: PushOptions, fake: FakeHubOptions, failure: Record<string, unknown>]>([
    ["a token that is not valid", {}, { statuses: { "GET /api/whoami": 401 } }, { code: "http", status: 401 }],
    ["a repository that may not be made", {}, { statuses: { "POST /api/repos": 403 } }, { code: "http", status: 403 }],
    ["storage that refuses", {}, { statuses: { "PUT ": 400 } }, { code: "http", status: 400 }],
    ["another checkpoint in its place", {}, { readme: "`tinker://other/weights/1`" }, { code: "input" }],
    ["patterns that leave nothing", { allow: ["*.zip"] }, {}, { code: "input" }],
    ["no token", { token: "", tokenPath: "/nowhere/at/all" }, {}, { code: "config" }],
  ])("tells of %s, and commits nothing", async ([, options, fake, failure], { resources }) => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith("tinkex-push-"))
    const { pushed, hub } = await push(resources, { repo: "a/b", ...options }, fake)
    const error: unknown = await pushed.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: "PristineError", ...failure })
    expect(JSON.stringify([String(error), error])).not.toMatch(/hf_secret|signature/)
    expect((error as Error).cause).toBeUndefined()
    expect(hub.requests.filter(({ line }) => line.includes("/commit/"))).toEqual([])
    expect((await readdir(tmpdir())).filter((name) => name.startsWith("tinkex-push-"))).toEqual(before)
  })

  it("tells that the Hub is not reached", async ({ resources }) => {
    const { pushed } = await push(resources, { repo: "a/b", hubUrl: "http://127.0.0.1:1" })
    await expect(pushed).rejects.toMatchObject({
      code: "connection",
      message: expect.stringMatching(/^Hugging Face Hub: No connection/) as string,
    })
  })

  it.for(["GET /api/whoami", "GET /a/b/resolve", "PUT /storage", "POST /api/models/a/b/commit"])(
    "gives up at %s",
    async (last, { resources }) => {
      const stop = new AbortController()
      const onRequest = (line: string): void => {
        if (line.startsWith(last)) stop.abort(new Error("enough"))
      }
      const { pushed, hub } = await push(resources, { repo: "a/b", signal: stop.signal }, { onRequest })
      await expect(pushed).rejects.toThrow("enough")
      expect(hub.requests.at(-1)?.line).toMatch(new RegExp(`^${last}`))
    },
  )

  it("gives up while it downloads", async ({ resources }) => {
    const stop = new AbortController()
    const onProgress = (): void => stop.abort(new Error("enough"))
    const { pushed, hub } = await push(resources, { repo: "a/b", signal: stop.signal, onProgress })
    await expect(pushed).rejects.toThrow("enough")
    expect(hub.requests.map(({ line }) => line)).toEqual(["GET /api/whoami-v2"])
  })
})
