import { describe, expect } from "vitest"
import { json, type LocalServiceOptions } from "../../../local-service/index.ts"
import type { Resources } from "../../checkpoint-files/temporary-folder.ts"
import { it } from "../../test.ts"
import { noon, opened } from "./opened.ts"

const hour = 3_600_000

/** A run with four checkpoints, an hour between two of them: `a` and `b` to sample from, `c` and `d` to train on. */
async function four(resources: Resources, options: LocalServiceOptions = {}) {
  const time = { now: noon }
  const service = await opened(resources, { now: () => time.now, ...options })
  const training = await service.service.createLoraTrainingClient("local/tiny-bytes", { rank: 1 })
  for (const [index, name] of ["a", "b", "c", "d"].entries()) {
    time.now = noon + index * hour
    await (index < 2 ? training.saveWeightsForSampler(name) : training.saveState(name))
  }
  const names = async (): Promise<string> => {
    const { out } = await service.cli(`checkpoint list --run-id ${training.modelId} --json`)
    const { checkpoints } = JSON.parse(out) as { checkpoints: readonly { tinker_path: string }[] }
    return checkpoints
      .map(({ tinker_path: path }) => path.at(-1) ?? "")
      .sort()
      .join("")
  }
  const path = (name: string): string =>
    `tinker://${training.modelId}/${name < "c" ? "sampler_weights" : "weights"}/${name}`
  return { ...service, id: training.modelId, names, path }
}

describe("checkpoint delete", () => {
  it.for([
    ["y", "cd"],
    ["Yes ", "cd"],
    ["", "abcd"],
    ["no", "abcd"],
  ] as const)("asks first; the answer %j leaves %s", async ([answer, left], { resources }) => {
    const { cli, names, path } = await four(resources)
    const asked: string[] = []
    const ask = (question: string): Promise<string> => {
      asked.push(question)
      return Promise.resolve(answer)
    }
    const result = await cli(`checkpoint delete ${path("a")} ${path("b")} ${path("a")}`, { ask })
    expect(asked).toEqual(["Delete them? [y/N] "])
    const plan = `Will delete 2 checkpoint(s) for good:\n  ${path("a")}\n  ${path("b")}`
    expect(result).toMatchObject(
      left === "cd"
        ? { code: 0, out: "Deleted 2 of 2 checkpoint(s)", err: plan }
        : { code: 0, out: "", err: `${plan}\nDeletion cancelled.` },
    )
    expect(await names()).toBe(left)
  })

  it("refuses where nobody is there to ask", async ({ resources }) => {
    const { cli, names, path } = await four(resources)
    expect(await cli(`checkpoint delete ${path("a")}`)).toMatchObject({
      code: 2,
      out: "",
      err: "Error: Nobody is here to confirm this\nPass --yes to do it without being asked.",
    })
    expect(await names()).toBe("abcd")
  })

  it.for([
    ["", ""],
    [" --type weights", "ab"],
    [" --type sampler_weights", "cd"],
    [" --before 2026-05-20T14:00:00Z", "cd"],
    [" --before 2026-05-20T14:00", "cd"],
    [" --before 2026-05-20T16:00:00+02:00", "cd"],
    [" --after 2026-05-20T13:00:00Z", "a"],
    [" --after 2026-05-20T13:00:00Z --before 2026-05-20T15:00:00Z --type weights", "abd"],
    [" --before 2026-05-20", "abcd"],
    [" --after 2026-05-20", ""],
  ] as const)("deletes those of a run:%s", async ([options, left], { resources }) => {
    const { cli, id, names } = await four(resources)
    const { code, out } = await cli(`checkpoint delete --run-id ${id}${options} --yes`)
    const count = 4 - left.length
    expect([code, out]).toEqual([
      0,
      count === 0 ? "No checkpoints to delete" : `Deleted ${count} of ${count} checkpoint(s)`,
    ])
    expect(await names()).toBe(left)
  })

  it("says how far it is", async ({ resources }) => {
    const { cli, id } = await four(resources)
    const { progress } = await cli(`checkpoint delete --run-id ${id} -y`)
    expect(progress).toEqual([1, 2, 3, 4].map((done) => `Deleting checkpoints: ${done}/4`))
  })

  it("deletes every one of a run that has more than a page of a list would hold", async ({ resources }) => {
    const left = new Set(Array.from({ length: 1_050 }, (_, index) => `step-${index}`))
    const { cli } = await opened(resources, {
      // Saving so many takes longer than all other tests here.
      intercept({ method, path }) {
        const [, run, name] = /training_runs\/([^/]+)\/checkpoints(?:\/weights\/([^/]+))?$/.exec(path) ?? []
        if (run === undefined) return undefined
        if (method === "DELETE") return json({}, left.delete(name ?? "") ? 200 : 404)
        const checkpoints = [...left].map((each) => ({
          checkpoint_id: `weights/${each}`,
          checkpoint_type: "training",
          time: new Date(noon).toISOString(),
          tinker_path: `tinker://${run}/weights/${each}`,
        }))
        return json({ checkpoints })
      },
    })
    const { code, out, progress } = await cli("checkpoint delete --run-id run-1 -y")
    expect([code, out.trim()]).toEqual([0, "Deleted 1050 of 1050 checkpoint(s)"])
    expect(progress.at(-1)).toBe("Deleting checkpoints: 1050/1050")
    expect(left.size).toBe(0)
  })

  it("deletes the others where one fails, tells of it and ends with 1", async ({ resources }) => {
    const { cli, names, path } = await four(resources, {
      intercept: ({ method, path: asked }) =>
        method === "DELETE" && asked.endsWith("/a") ? json({ detail: "not yours" }, 403) : undefined,
    })
    const plain = await cli(`checkpoint delete -y ${path("a")} ${path("b")}`)
    expect(plain).toMatchObject({ code: 1, out: "Deleted 1 of 2 checkpoint(s)" })
    expect(plain.err).toMatch(
      /^Error: tinker:\S+\/a was not deleted: .* answered 403\. The service says: not yours\. The /,
    )
    expect(await names()).toBe("acd")
    const { code, out } = await cli(`checkpoint delete -y --json ${path("a")} ${path("c")}`)
    expect([code, JSON.parse(out)]).toEqual([
      1,
      { deleted_count: 1, failed: [{ tinker_path: path("a"), error: expect.stringContaining("403") as string }] },
    ])
  })
})
