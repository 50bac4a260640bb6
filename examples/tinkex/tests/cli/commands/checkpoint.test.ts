import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { temporaryFolder } from "../../checkpoint-files/temporary-folder.ts"
import { startFakeHub } from "../../hugging-face/fake-hub.ts"
import { it } from "../../test.ts"
import { noon, opened } from "./opened.ts"

const headings = "Checkpoint ID\tType\tSize\tPublic\tCreated\tExpires\tPath"

describe("checkpoint list", () => {
  it.for(["", " --run-id <run>"])("prints plain lines into a pipe: list%s", async (option, { resources }) => {
    const { cli, run, path } = await opened(resources)
    const { out, err } = await cli(`checkpoint list${option.replace("<run>", run)}`)
    expect(out).toMatch(/\tsampler\t[\d.]+ KB\tNo\t2 hours ago\tNever\t/)
    expect(out.replace(/\t[\d.]+ KB/, "\tSIZE")).toBe(
      `${headings}\nsampler_weights/one\tsampler\tSIZE\tNo\t2 hours ago\tNever\t${path}`,
    )
    expect(err).toBe(option === "" ? "1 checkpoint" : `1 checkpoint for run ${run}`)
  })

  it("prints JSON", async ({ resources }) => {
    const { cli, run, path } = await opened(resources)
    const { out } = await cli(`checkpoint list --run-id ${run} --json`)
    const checkpoint = {
      checkpoint_id: "sampler_weights/one",
      checkpoint_type: "sampler",
      time: new Date(noon).toISOString(),
      tinker_path: path,
      size_bytes: expect.any(Number) as number,
      public: false,
      expires_at: null,
    }
    expect(JSON.parse(out)).toEqual({ run_id: run, checkpoints: [checkpoint], total: 1, shown: 1 })
  })

  it("says that there are none", async ({ resources }) => {
    const { cli, path } = await opened(resources)
    await cli(`checkpoint delete -y ${path}`)
    expect(await cli("checkpoint list")).toMatchObject({ code: 0, out: "", err: "No checkpoints found" })
    expect((await cli("checkpoint list", { columns: 80 })).out).toBe("No checkpoints found")
  })
})

describe("checkpoint info", () => {
  it("prints facts of the checkpoint and its model", async ({ resources }) => {
    const { cli, run, path } = await opened(resources)
    const { out } = await cli(`checkpoint info ${path}`)
    expect(out.replace(/Size: [\d.]+ KB/, "Size: SIZE").split("\n")).toEqual([
      "Checkpoint ID: sampler_weights/one",
      "Type: sampler",
      `Path: ${path}`,
      "Size: SIZE",
      "Public: No",
      "Created: 2 hours ago",
      "Expires: Never",
      `Training run: ${run}`,
      "Base model: local/tiny-bytes",
      "LoRA: Yes (rank 4)",
    ])
    expect(JSON.parse((await cli(`checkpoint info ${path} -f json`)).out)).toMatchObject({
      tinker_path: path,
      training_run_id: run,
      base_model: "local/tiny-bytes",
      is_lora: true,
      lora_rank: 4,
      train_mlp: true,
    })
  })

  it("tells of one that is not there", async ({ resources }) => {
    const { cli, run } = await opened(resources)
    const path = `tinker://${run}/weights/nothing`
    expect(await cli(`checkpoint info ${path}`)).toMatchObject({
      code: 1,
      out: "",
      err: `Error: There is no checkpoint ${path}\n\`tinkex checkpoint list --run-id ${run}\` lists those of its training run.`,
    })
  })
})

describe("checkpoint publish, unpublish and set-ttl", () => {
  it("change what the list shows, and say so", async ({ resources }) => {
    const { cli, path } = await opened(resources)
    const shown = async (): Promise<readonly string[]> =>
      (await cli("checkpoint list")).out.split("\n")[1]?.split("\t").slice(3, 6) ?? []
    expect((await cli(`checkpoint publish ${path}`)).out).toBe(`Published ${path}`)
    expect((await cli(`checkpoint set-ttl ${path} --ttl 10800`)).out).toBe(`${path} expires in 10800 seconds`)
    expect(await shown()).toEqual(["Yes", "2 hours ago", "in 1 hour"])
    const unpublished = await cli(`checkpoint unpublish ${path} --json`)
    expect(JSON.parse(unpublished.out)).toEqual({ action: "unpublish", path })
    const removed = await cli(`checkpoint set-ttl ${path} --remove --json`)
    expect(JSON.parse(removed.out)).toEqual({ action: "set_ttl", path, ttl_seconds: null, remove: true })
    expect(await shown()).toEqual(["No", "2 hours ago", "Never"])
  })
})

describe("checkpoint download", () => {
  it("downloads into the working folder, with progress", async ({ resources }) => {
    const { cli, path } = await opened(resources)
    const cwd = await temporaryFolder(resources)
    const { code, out, err, progress } = await cli(`checkpoint download ${path}`, { cwd })
    expect([code, err]).toEqual([0, ""])
    const [folder = ""] = await readdir(cwd)
    expect(out).toMatch(/^Checkpoint: .*\nDownloaded to: .*\nArchive size: [\d.]+ KB$/)
    expect(out).toContain(join(cwd, folder))
    expect(progress.at(-1)).toMatch(/^Downloading: ([\d.]+ KB) of \1 \(100%\)$/)
    expect(await readdir(join(cwd, folder))).toContain("adapter_model.safetensors")
  })

  it("does not replace a folder unless it is told to", async ({ resources }) => {
    const { cli, path } = await opened(resources)
    const cwd = await temporaryFolder(resources)
    const first = JSON.parse((await cli(`checkpoint download ${path} -o deep/er --json`, { cwd })).out) as object
    expect(first).toEqual({
      checkpoint_path: path,
      destination: expect.stringContaining(join(cwd, "deep/er")) as string,
      file_size_bytes: expect.any(Number) as number,
    })
    const refused = await cli(`checkpoint download ${path} --output deep/er`, { cwd })
    expect([refused.code, refused.out]).toEqual([1, ""])
    expect(refused.err).toMatch(/^Error: .* is already there; nothing was downloaded\n--force replaces it/)
    expect((await cli(`checkpoint download ${path} --output deep/er --force`, { cwd })).code).toBe(0)
  })

  it("tells of one that is not there", async ({ resources }) => {
    const { cli, run } = await opened(resources)
    const cwd = await temporaryFolder(resources)
    const { code, err } = await cli(`checkpoint download tinker://${run}/weights/nothing`, { cwd })
    expect([code, err]).toEqual([1, expect.stringMatching(/answered 404/)])
    expect(await readdir(cwd)).toEqual([])
  })
})

describe("checkpoint push-hf", () => {
  it("pushes with all its options", async ({ resources }) => {
    const { cli, path } = await opened(resources)
    const hub = await startFakeHub(resources)
    const options = [
      "--repo coder/adapter --public --revision two --commit-message Hello --hf-token hf_secret",
      "--allow-pattern *.json --allow-pattern *.safetensors --ignore-pattern checkpoint.json --no-model-card",
    ]
    const env = { HF_ENDPOINT: hub.url }
    const { code, out, err, progress } = await cli(`checkpoint push-hf ${path} ${options.join(" ")}`, { env })
    expect([code, err]).toEqual([0, ""])
    expect(out.split("\n")).toEqual([
      `Checkpoint: ${path}`,
      "Repository: coder/adapter",
      "Revision: two",
      "Public: Yes",
      "Files: adapter_config.json, adapter_model.safetensors",
    ])
    expect(progress.at(-1)).toMatch(/^Downloading: .*100%/)
    expect(hub.sent("POST /api/repos/create")).toMatchObject([{ visibility: "public" }])
    expect(hub.sent("POST /api/models/coder/adapter/commit/two")).toMatchObject([
      [{ value: { summary: "Hello" } }, {}, {}],
    ])
    expect(hub.requests[0]?.authorization).toBe("Bearer hf_secret")
  })

  it("prints JSON, and proposes a pull request", async ({ resources }) => {
    const { cli, path } = await opened(resources)
    const hub = await startFakeHub(resources)
    const env = { HF_ENDPOINT: hub.url, HF_TOKEN: "hf_environment" }
    const { out } = await cli(`checkpoint push-hf ${path} --repo a/b --create-pr --json`, { env })
    expect(JSON.parse(out)).toEqual({
      checkpoint_path: path,
      repo_id: "a/b",
      revision: "main",
      public: false,
      files: ["README.md", "adapter_config.json", "adapter_model.safetensors", "checkpoint.json"],
      pull_request_url: `${hub.url}/coder/adapter/discussions/1`,
    })
    expect(hub.requests[0]?.authorization).toBe("Bearer hf_environment")
  })

  it("tells of a token that is missing or refused, and shows none", async ({ resources }) => {
    const { cli, path } = await opened(resources)
    const hub = await startFakeHub(resources, { statuses: { "GET /api/whoami": 401 } })
    const none = await cli(`checkpoint push-hf ${path}`, {
      env: { HF_ENDPOINT: hub.url, HF_TOKEN_PATH: "/nowhere/at/all" },
    })
    expect([none.code, none.err]).toEqual([
      1,
      expect.stringContaining("No Hugging Face token: pass --hf-token, set HF_TOKEN"),
    ])
    const refused = await cli(`checkpoint push-hf ${path} --hf-token hf_secret`, { env: { HF_ENDPOINT: hub.url } })
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("the token is not valid")])
    expect(refused.err).not.toContain("hf_secret")
  })
})

describe("checkpoint save", () => {
  it("saves an untrained adapter, and one that was trained", async ({ resources }) => {
    const { cli, service } = await opened(resources)
    const cwd = await temporaryFolder(resources)
    const saved = await cli(
      "checkpoint save --base-model local/tiny-bytes --rank 8 --no-train-attn --seed 1 -o out.json",
      {
        cwd,
      },
    )
    const path = /^Saved (tinker:\/\/\S+\/sampler_weights\/checkpoint-local-tiny-bytes)$/.exec(saved.out)?.[1]
    expect(path).toBeDefined()
    expect(JSON.parse(await readFile(join(cwd, "out.json"), "utf8"))).toEqual({
      base_model: "local/tiny-bytes",
      model_id: path?.split("/")[2],
      weights_path: path,
      saved_at: new Date(noon + 7_200_000).toISOString(),
    })
    const info = JSON.parse((await cli(`checkpoint info ${path} --json`)).out) as object
    expect(info).toMatchObject({ lora_rank: 8, train_attn: false, train_mlp: true })

    const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 2 })
    const { path: state } = await training.saveState("state")
    const again = await cli(`checkpoint save --model-path ${state} --name mine --ttl 60 --json`)
    expect(JSON.parse(again.out)).toMatchObject({
      weights_path: expect.stringMatching(/sampler_weights\/mine$/) as string,
    })
  })

  it("is what checkpoint does without a further command, as in the original", async ({ resources }) => {
    const { cli } = await opened(resources)
    const { code, out } = await cli("checkpoint --base-model local/tiny-bytes --name original")
    expect([code, out]).toEqual([0, expect.stringMatching(/^Saved .*\/original$/)])
  })

  it("tells of a model that is not on offer", async ({ resources }) => {
    const { cli } = await opened(resources)
    const { code, err } = await cli("checkpoint save --base-model nobody/nothing")
    expect([code, err]).toEqual([1, expect.stringMatching(/^Error: /)])
  })
})
