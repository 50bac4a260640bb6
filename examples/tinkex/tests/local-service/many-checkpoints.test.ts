import { describe, expect } from "vitest"
import { checkpointRoutes } from "../../local-service/endpoints/checkpoints.ts"
import type { Exchange } from "../../local-service/http/exchange.ts"
import type { ServiceState } from "../../local-service/service-state.ts"
import { it } from "../test.ts"

const run = "s:train:0"
const checkpoints = Array.from({ length: 1200 }, (_, index) => ({
  path: { modelId: run, kind: "weights", name: `step-${index}` },
  savedAt: 0,
  sizeBytes: 1,
  isPublic: false,
}))

/** As much of a service as lists. */
const state = { runs: new Map([[run, {}]]), checkpoints: { list: () => checkpoints } } as unknown as ServiceState

async function list(
  path: string,
  query = "",
): Promise<{ readonly checkpoints: readonly unknown[]; readonly cursor: object }> {
  const route = checkpointRoutes(state).find((one) => one.method === "GET" && one.path === path)
  const exchange = { parameters: { run }, query: new URLSearchParams(query) } as unknown as Exchange
  const reply = await route?.handle(exchange)
  return JSON.parse(String(reply?.body)) as Awaited<ReturnType<typeof list>>
}

describe("a list of checkpoints", () => {
  it("of a run is whole, because clients ask for no page of it", async () => {
    const { checkpoints: listed, cursor } = await list("/api/v1/training_runs/{run}/checkpoints")
    expect(listed).toHaveLength(1200)
    expect(cursor).toEqual({ offset: 0, limit: 1200, total_count: 1200 })
  })

  it("of all runs comes in pages", async () => {
    const { checkpoints: listed, cursor } = await list("/api/v1/checkpoints", "limit=5000&offset=300")
    expect(listed).toHaveLength(900)
    expect(cursor).toEqual({ offset: 300, limit: 1000, total_count: 1200 })
  })
})
