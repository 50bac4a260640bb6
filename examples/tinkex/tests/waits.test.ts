import { describe, expect } from "vitest"
import { fakeTinker } from "./fake-tinker.ts"
import { it } from "./test.ts"

/** Longer than all of them. */
const hours = 3_600_000

describe("the service is given the time that its protocol names", () => {
  it("five seconds between two questions for a trace that is being written", async () => {
    const route = "sessions/s/trace_export"
    const tinker = fakeTinker({
      [route]: (_, nth) => ({
        body: nth < 2 ? { status: "pending" } : { status: "ready", url: "https://trace.test/1" },
      }),
    })
    await using service = tinker.service
    const trace = (await service.createRestClient()).exportSessionTrace("s")
    await tinker.clock.advance(hours)
    await trace
    expect(tinker.sent(route).map(({ at }) => at)).toEqual([0, 5_000, 10_000])
  })

  const archive = "training_runs/r/checkpoints/weights/a/archive"

  it("thirty seconds between two questions for an archive that is being packed", async () => {
    const tinker = fakeTinker({
      [archive]: (_, nth) => (nth < 5 ? { status: 503 } : { body: { url: "https://archive.test/1" } }),
    })
    await using service = tinker.service
    const url = (await service.createRestClient()).getCheckpointArchiveUrl("tinker://r/weights/a")
    await tinker.clock.advance(hours)
    expect((await url).url).toBe("https://archive.test/1")
    expect(tinker.sent(archive).map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5].map((nth) => nth * 30_000))
  })

  it("six questions for an archive, and no more", async () => {
    const tinker = fakeTinker({ [archive]: () => ({ status: 503 }) })
    await using service = tinker.service
    const rest = await service.createRestClient()
    const failed = expect(rest.getCheckpointArchiveUrl("tinker://r/weights/a")).rejects
    const seen = failed.toMatchObject({ status: 503 })
    await tinker.clock.advance(hours)
    await seen
    expect(tinker.sent(archive)).toHaveLength(6)
  })
})
