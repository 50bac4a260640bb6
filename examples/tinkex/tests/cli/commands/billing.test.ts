import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { temporaryFolder, type Resources } from "../../checkpoint-files/temporary-folder.ts"
import { it } from "../../test.ts"
import { opened } from "./opened.ts"

const window = "2026-05-20T00:00:00Z 2026-05-21"

/** One hour in which two checkpoints were saved and something was sampled. */
async function used(resources: Resources) {
  const service = await opened(resources)
  await service.cli("sample --base-model local/tiny-bytes --prompt abc --max-tokens 2")
  return service
}

describe("billing usage", () => {
  it("prints a row for every kind of use", async ({ resources }) => {
    const { cli, run } = await used(resources)
    const { code, out, err } = await cli(`billing usage ${window}`)
    expect([code, err]).toEqual([0, "3 hourly usage rows"])
    const [headings, ...rows] = out.split("\n").map((line) => line.split("\t"))
    expect(headings?.slice(0, 3)).toEqual(["bucket_start", "bucket_end", "base_model"])
    expect(rows.map((row) => row[headings?.indexOf("type") ?? 0]).sort()).toEqual([
      "checkpoint",
      "sampling_prefill",
      "sampling_sample",
    ])
    expect(out).toContain(run.split(":")[0])
  })

  it("prints JSON as the service says it", async ({ resources }) => {
    const { cli, run } = await used(resources)
    const { data, sessions } = JSON.parse((await cli(`billing usage ${window} --json`)).out) as {
      data: { bucket_start: string; event_info: { type: string } }[]
      sessions: object
    }
    expect(data).toHaveLength(3)
    expect(data[0]).toMatchObject({
      bucket_start: "2026-05-20T12:00:00.000Z",
      event_info: { type: "checkpoint", count: 1 },
    })
    expect(Object.keys(sessions)).toContain(run.split(":")[0])
  })

  it("writes comma-separated values, to the output and to files", async ({ resources }) => {
    const { cli, run } = await used(resources)
    const cwd = await temporaryFolder(resources)
    const piped = await cli(`billing usage ${window} --csv -`, { cwd })
    expect(piped.out.split("\r\n")[0]).toMatch(/^bucket_start,bucket_end,base_model,.*type/)
    expect(piped.err).toBe("")
    const both = await cli(`billing usage ${window} --csv rows.csv --sessions-csv sessions.csv`, { cwd })
    expect(both).toMatchObject({ code: 0, out: "", err: "Wrote 2 rows to sessions.csv\nWrote 3 rows to rows.csv" })
    expect((await readFile(join(cwd, "rows.csv"), "utf8")).trimEnd()).toBe(piped.out)
    expect(await readFile(join(cwd, "sessions.csv"), "utf8")).toMatch(
      new RegExp(`^session_id,user_metadata\r\n[^]*${run.split(":")[0]},\\{\\}\r\n`),
    )
  })

  it("says that there is none", async ({ resources }) => {
    const { cli } = await used(resources)
    const { code, out, err } = await cli("billing usage 2026-01-01 2026-01-02")
    expect([code, out, err]).toEqual([0, "", "No usage in this time"])
  })

  it("shows what the service says of a window that is too long", async ({ resources }) => {
    const { cli } = await used(resources)
    const { code, err } = await cli("billing usage 2026-01-01 2026-02-01")
    expect([code, err]).toEqual([1, expect.stringContaining("must not exceed 14 days")])
  })
})
