import { describe, expect } from "vitest"
import { ClientMetrics } from "../../src/telemetry/client-metrics.ts"
import { fakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

describe("metrics", () => {
  it.each<[name: string, values: number[], expected: object]>([
    ["three", [10, 20, 40], { count: 3, min: 10, max: 40, p50: 20, p95: 40, p99: 40 }],
    ["an even number", [4, 1, 3, 2], { count: 4, mean: 2.5, p50: 2.5, p95: 4 }],
    ["one", [7], { count: 1, mean: 7, min: 7, max: 7, p50: 7, p95: 7, p99: 7 }],
    ["a hundred", Array.from({ length: 100 }, (_, n) => n + 1), { p50: 50.5, p95: 95, p99: 99 }],
    ["more than are kept", Array.from({ length: 1500 }, (_, n) => n), { count: 1500, min: 0, mean: 749.5, p50: 999.5 }],
  ])("give percentiles of %s", (_, values, expected) => {
    const metrics = new ClientMetrics()
    for (const value of values) metrics.record("a", value)
    expect(metrics.snapshot().histograms["a"]).toMatchObject(expected)
  })

  it("count and measure the calls of a client", async () => {
    const metrics = new ClientMetrics()
    const get_sampler = { status: 404, body: {} }
    const tinker = fakeTinker({ "samplers/a": () => get_sampler }, { telemetry: metrics })
    await using service = tinker.service
    const rest = await service.createRestClient()
    await expect(rest.getSampler("a")).rejects.toMatchObject({ status: 404 })
    const { counters, histograms } = metrics.snapshot()
    expect(counters).toEqual({ tinkex_requests_total: 3, tinkex_requests_success: 2, tinkex_requests_failure: 1 })
    expect(histograms["tinkex_request_duration_ms"]?.count).toBe(3)
  })

  it("take an application's own, and begin again", () => {
    const metrics = new ClientMetrics()
    metrics.increment("steps", 2)
    metrics.increment("steps")
    metrics.setGauge("loss", 0.5)
    expect(metrics.snapshot()).toEqual({ counters: { steps: 3 }, gauges: { loss: 0.5 }, histograms: {} })
    metrics.reset()
    expect(metrics.snapshot()).toEqual({ counters: {}, gauges: {}, histograms: {} })
  })
})
