import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { byteTokenizer, startLocalService } from "../../local-service/index.ts"
import { ServiceClient } from "../../src/clients/service-client.ts"
import type { TrainingClient } from "../../src/clients/training-client.ts"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { RecoveryExecutor, type Recovery } from "../../src/recovery/recovery-executor.ts"
import { RunMonitor } from "../../src/recovery/run-monitor.ts"
import { it } from "../test.ts"

const tokens = byteTokenizer.encode("the cat sat on the mat.")
const data = [
  datum(ModelInput.fromInts(tokens.slice(0, -1)), {
    target_tokens: tokens.slice(1),
    weights: tokens.slice(1).map(() => 1),
  }),
]

/** What goes wrong. */
interface Faults {
  /** Runs that the service calls corrupted. */
  readonly corrupted: Set<string>
  /** Results that are gone, so many. */
  gone: number
}

async function open(faults: Faults) {
  const local = await startLocalService({
    seed: 1,
    intercept: async (exchange) => {
      const { method, path } = exchange
      const json = (body: object, status = 200) => {
        return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
      }
      const run = /^\/api\/v1\/training_runs\/([^/]+)$/.exec(path)?.[1]
      if (method === "GET" && run !== undefined && faults.corrupted.has(decodeURIComponent(run))) {
        const id = decodeURIComponent(run)
        const last = {
          checkpoint_id: "weights/three",
          checkpoint_type: "training",
          tinker_path: `tinker://${id}/weights/three`,
        }
        return json({
          training_run_id: id,
          base_model: "local/tiny-bytes",
          model_owner: "me",
          is_lora: true,
          corrupted: true,
          last_request_time: "2026-01-01T00:00:00Z",
          last_checkpoint: { ...last, time: "2026-01-01T00:00:00Z", public: false },
        })
      }
      if (path.endsWith("/retrieve_future") && faults.gone > 0) {
        await exchange.body()
        faults.gone -= 1
        return json({ detail: "gone" }, 410)
      }
      return undefined
    },
  })
  const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-test", sendTelemetry: false })
  return {
    service,
    [Symbol.asyncDispose]: async () => {
      await service.close()
      await local.close()
    },
  }
}

async function step(training: TrainingClient): Promise<number> {
  const loss = training.forwardBackward(data, "cross_entropy")
  const update = training.optimStep({ learning_rate: 0.02 })
  const { metrics } = await loss
  await update
  return metrics["loss:sum"] ?? NaN
}

/** Three steps, a checkpoint, and what the next two steps come to. */
async function trained(service: ServiceClient) {
  const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 8, seed: 1 })
  for (let n = 0; n < 3; n += 1) await step(training)
  await training.saveState("three")
  return { training, next: [await step(training), await step(training)] as const }
}

async function expectSameWeights(training: TrainingClient, next: readonly [number, number]): Promise<void> {
  expect(await step(training)).toBeCloseTo(next[0], 4)
  // The optimizer's state is there, too: the step after it is the same.
  expect(await step(training)).toBeCloseTo(next[1], 4)
}

describe("a run that is lost", () => {
  it("goes on from its last checkpoint, with the same weights and optimizer, when it is corrupted", async () => {
    const faults = { corrupted: new Set<string>(), gone: 0 }
    await using opened = await open(faults)
    const { training, next } = await trained(opened.service)
    const clock = new VirtualClock()
    let tell = (_: Recovery): void => undefined
    const recovered = new Promise<Recovery>((resolve) => (tell = resolve))
    await using executor = new RecoveryExecutor(opened.service, { clock, onRecovery: (recovery) => tell(recovery) })
    await using monitor = new RunMonitor(opened.service, executor, { clock })
    monitor.watch(training)
    faults.corrupted.add(training.modelId)
    await clock.advance(30_000)
    const recovery = await recovered
    expect(recovery).toMatchObject({ runId: training.modelId, previous: training })
    expect(recovery.training.modelId).not.toBe(training.modelId)
    await expectSameWeights(recovery.training, next)
  })

  it("goes on from its last checkpoint when a result is gone", async () => {
    const faults = { corrupted: new Set<string>(), gone: 0 }
    await using opened = await open(faults)
    const { training, next } = await trained(opened.service)
    await using executor = new RecoveryExecutor(opened.service, { clock: new VirtualClock() })
    faults.gone = 1
    const error: unknown = await Promise.resolve(training.optimStep()).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "future_expired" })
    const restored = await executor.recoverAfter(error, training)
    await expectSameWeights(restored, next)
  })

  it("again before it has saved anything goes on from the checkpoint that it came from", async () => {
    const faults = { corrupted: new Set<string>(), gone: 0 }
    await using opened = await open(faults)
    const { training, next } = await trained(opened.service)
    await using executor = new RecoveryExecutor(opened.service, { clock: new VirtualClock() })
    let restored = training
    for (let time = 0; time < 2; time += 1) {
      faults.gone = 1
      const error: unknown = await Promise.resolve(restored.optimStep()).catch((thrown: unknown) => thrown)
      restored = await executor.recoverAfter(error, restored)
    }
    await expectSameWeights(restored, next)
  })
})
