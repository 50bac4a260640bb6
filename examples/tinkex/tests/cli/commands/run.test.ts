import { describe, expect } from "vitest"
import { it } from "../../test.ts"
import { opened } from "./opened.ts"

describe("run list", () => {
  it("prints plain lines into a pipe", async ({ resources }) => {
    const { cli, run } = await opened(resources)
    expect(await cli("run list")).toEqual({
      code: 0,
      out: `Run ID\tBase Model\tLoRA\tLast Update\tStatus\n${run}\tlocal/tiny-bytes\tYes (rank 4)\t2 hours ago\tActive`,
      err: "1 training run",
      progress: [],
    })
  })

  it("prints a table on a terminal", async ({ resources }) => {
    const { cli, run } = await opened(resources)
    const { out, err } = await cli("run list --columns id,status", { columns: 80 })
    expect(out.split("\n")).toEqual(["1 training run", `Run ID${" ".repeat(run.length - 4)}Status`, `${run}  Active`])
    expect(err).toBe("")
  })

  it("prints the columns that are asked for", async ({ resources }) => {
    const { cli, run, path } = await opened(resources)
    const { out } = await cli("run list --columns owner,checkpoint,checkpoint_time,id")
    expect(out.split("\n")).toEqual([
      "Owner\tLast Checkpoint\tCheckpoint Time\tRun ID",
      `local\t${path}\t2 hours ago\t${run}`,
    ])
  })

  it("prints JSON with every field", async ({ resources }) => {
    const { cli, run, path } = await opened(resources)
    const { out, err } = await cli("run list --json --access-scope accessible")
    expect([JSON.parse(out), err]).toEqual([
      {
        runs: [
          {
            training_run_id: run,
            base_model: "local/tiny-bytes",
            model_owner: "local",
            is_lora: true,
            corrupted: false,
            lora_rank: 4,
            last_request_time: new Date(Date.UTC(2026, 4, 20, 12)).toISOString(),
            last_checkpoint: null,
            last_sampler_checkpoint: expect.objectContaining({ tinker_path: path }) as unknown,
            user_metadata: null,
          },
        ],
        total: 1,
        shown: 1,
      },
      "",
    ])
  })

  it("takes a part, and says how many are left", async ({ resources }) => {
    const { cli, run, service } = await opened(resources)
    await service.createLoraTrainingClient("local/tiny-bytes", { rank: 1 })
    await service.createLoraTrainingClient("local/tiny-bytes", { rank: 2 })
    expect((await cli("run list --limit 1")).err).toBe("1 training run (2 more not shown, use --limit to see more)")
    const { out } = await cli("run list --limit 0 --offset 2 --columns id")
    expect(out).toBe(`Run ID\n${run}`)
  })
})

describe("run info", () => {
  it("prints facts, of a run or of a checkpoint's run", async ({ resources }) => {
    const { cli, run, path } = await opened(resources)
    const { code, out, err } = await cli(`run info ${run}`)
    expect([code, err]).toEqual([0, "Training run"])
    expect(out.split("\n")).toEqual([
      `Run ID: ${run}`,
      "Base model: local/tiny-bytes",
      "Owner: local",
      "LoRA: Yes (rank 4)",
      "Status: Active",
      "Last update: 2 hours ago",
      `Last sampler checkpoint: ${path}`,
      "  Saved: 2 hours ago",
      "  Expires: Never",
    ])
    expect((await cli(`run info ${path}`)).out).toBe(out)
  })

  it("prints metadata", async ({ resources }) => {
    const { cli, service } = await opened(resources)
    const userMetadata = { who: "me\u001b[2J", deep: { a: 1 } }
    const { modelId } = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 1, userMetadata })
    const { out } = await cli(`run info ${modelId}`)
    expect(out.split("\n").slice(-2)).toEqual(["Metadata who: me\\x1b[2J", 'Metadata deep: {"a":1}'])
    const json = await cli(`run info ${modelId} --json`)
    expect(JSON.parse(json.out)).toMatchObject({ training_run_id: modelId, user_metadata: userMetadata })
  })

  it("tells of a run that is not there", async ({ resources }) => {
    const { cli } = await opened(resources)
    const { code, out, err } = await cli("run info nothing")
    expect([code, out]).toEqual([1, ""])
    expect(err).toMatch(/^Error: .* answered 404\nThe service says: Training run not found\n/)
  })
})
