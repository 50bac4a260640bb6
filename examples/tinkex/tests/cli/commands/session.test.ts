import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { json } from "../../../local-service/index.ts"
import { temporaryFolder } from "../../checkpoint-files/temporary-folder.ts"
import { it } from "../../test.ts"
import { opened } from "./opened.ts"

describe("session", () => {
  it("lists sessions and what is in them", async ({ resources }) => {
    const { cli, run, service } = await opened(resources)
    const id = run.split(":")[0] ?? ""
    const { samplingSessionId } = await service.createSamplingClient({ baseModel: "local/tiny-bytes" })
    expect(await cli("session list")).toMatchObject({ code: 0, out: `Session ID\n${id}`, err: "1 session" })
    expect(JSON.parse((await cli("session list --limit 0 --json")).out)).toEqual({ sessions: [id], shown: 1 })
    expect((await cli(`session info ${id}`)).out).toBe(
      `Session ID: ${id}\nTraining run: ${run}\nSampler: ${samplingSessionId}`,
    )
    expect(JSON.parse((await cli(`session info ${id} --json`)).out)).toEqual({
      session_id: id,
      training_run_ids: [run],
      sampler_ids: [samplingSessionId],
    })
  })

  it("says where the ids of sessions are", async ({ resources }) => {
    const { cli } = await opened(resources)
    const { code, err } = await cli("session info nope")
    expect([code, err]).toEqual([1, expect.stringMatching(/\n`tinkex session list` shows what there is\.$/)])
  })

  it("exports a trace", async ({ resources }) => {
    const { cli, run } = await opened(resources)
    const cwd = await temporaryFolder(resources)
    const id = run.split(":")[0] ?? ""
    const { code, out, progress } = await cli(`session export-trace ${id}`, { cwd })
    expect(code).toBe(0)
    expect(progress[0]).toBe(`Exporting the trace of session ${id}, which may take a while`)
    expect(await readdir(cwd)).toEqual([`${id}.pftrace`])
    expect(out).toMatch(new RegExp(`^Session ID: ${id}\nSaved to: .*\nSize: [\\d.]+ K?B$`))
    expect(JSON.parse(await readFile(join(cwd, `${id}.pftrace`), "utf8"))).toHaveProperty("traceEvents")

    const again = await cli(`session export-trace ${id}`, { cwd })
    const file = join(cwd, `${id}.pftrace`)
    const err = `Error: ${file} is already there\n--force replaces it; --output names another file.`
    expect(again).toEqual({ code: 1, out: "", err, progress: [] })
    await writeFile(file, "old")
    expect((await cli(`session export-trace ${id} --force`, { cwd })).code).toBe(0)
    expect(JSON.parse(await readFile(file, "utf8"))).toHaveProperty("traceEvents")
    expect((await cli(`session export-trace ${id} --url-only`, { cwd })).code).toBe(0)

    const named = await cli(`session export-trace ${id} --output deep/trace --json`, { cwd })
    expect(JSON.parse(named.out)).toMatchObject({ session_id: id, destination: join(cwd, "deep/trace") })
    expect(await readdir(join(cwd, "deep"))).toEqual(["trace"])
  })

  it("prints the address alone, for another program", async ({ resources }) => {
    const { cli, run, url } = await opened(resources)
    const id = run.split(":")[0] ?? ""
    const { out, err } = await cli(`session export-trace ${id} --url-only`)
    expect(out.startsWith(`${url}/download/`)).toBe(true)
    expect([out.split("\n").length, err]).toEqual([1, ""])
    const printed = JSON.parse((await cli(`session export-trace ${id} --url-only --json`)).out) as object
    expect(printed).toMatchObject({ session_id: id, url: expect.stringContaining("/download/") as string })
  })

  it("tells of a trace that failed", async ({ resources }) => {
    const { cli } = await opened(resources, {
      intercept: ({ path }) =>
        path.endsWith("/trace_export") ? json({ status: "failed", error: "too long" }) : undefined,
    })
    const { code, err } = await cli("session export-trace any")
    expect([code, err]).toEqual([1, expect.stringContaining("too long")])
  })
})
