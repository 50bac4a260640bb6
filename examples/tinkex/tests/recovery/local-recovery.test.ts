import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { byteTokenizer, startLocalService } from "../../local-service/index.ts"
import { ServiceClient } from "../../src/clients/service-client.ts"
import type { TrainingClient } from "../../src/clients/training-client.ts"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { RecoveryExecutor, type Recovery } from "../../src/recovery/recovery-executor.ts"
import { RunMonitor } from "../../src/recovery/run-monitor.ts"
import { savedWeights } from "../saved-weights.ts"
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

/** So many steps, of which the service has all before the first one is awaited. */
async function train(training: TrainingClient, steps: number): Promise<void> {
  const results: PromiseLike<unknown>[] = []
  for (let step = 0; step < steps; step += 1) {
    results.push(training.forwardBackward(data, "cross_entropy"), training.optimStep({ learning_rate: 0.02 }))
  }
  await Promise.all(results)
}

async function create(service: ServiceClient): Promise<TrainingClient> {
  return service.createLoraTrainingClient("local/tiny-bytes", { rank: 8, seed: 1 })
}

/** The adapter and the optimizer as they are now. */
async function weightsOf(service: ServiceClient, training: TrainingClient) {
  await training.saveState("end")
  return savedWeights(service, training, "end")
}

/** What six steps come to where nothing is lost. */
async function calmWeights(service: ServiceClient) {
  const training = await create(service)
  await train(training, 6)
  return weightsOf(service, training)
}

/** Loses a result among those of three steps that are under way. */
async function lose(training: TrainingClient, faults: Faults): Promise<unknown> {
  faults.gone = 1
  return train(training, 3).catch((thrown: unknown) => thrown)
}

describe("a run that is lost between two checkpoints ends in the weights and the optimizer of one that is not", () => {
  it("when the service calls it corrupted", async () => {
    const faults = { corrupted: new Set<string>(), gone: 0 }
    await using opened = await open(faults)
    const calm = await calmWeights(opened.service)
    expect(calm.map(({ name }) => name)).toEqual(["adapter_model.safetensors", "optimizer.safetensors"])
    const training = await create(opened.service)
    await train(training, 3)
    await training.saveState("three")
    await train(training, 2)

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
    await train(recovery.training, 3)
    expect(await weightsOf(opened.service, recovery.training)).toEqual(calm)
  })

  it.each([
    ["once", 1],
    ["again before it has saved anything", 2],
  ])("when a result is gone, %s", async (_, times) => {
    const faults = { corrupted: new Set<string>(), gone: 0 }
    await using opened = await open(faults)
    const calm = await calmWeights(opened.service)
    let training = await create(opened.service)
    await train(training, 3)
    await training.saveState("three")
    await using executor = new RecoveryExecutor(opened.service, { clock: new VirtualClock() })
    for (let time = 0; time < times; time += 1) {
      await train(training, 1)
      const error = await lose(training, faults)
      expect(error).toMatchObject({ code: "future_expired" })
      const lost = training
      training = await executor.recoverAfter(error, training)
      expect(training.modelId).not.toBe(lost.modelId)
    }
    await train(training, 3)
    expect(await weightsOf(opened.service, training)).toEqual(calm)
  })

  it("and in others where the optimizer is not restored", async () => {
    const faults = { corrupted: new Set<string>(), gone: 0 }
    await using opened = await open(faults)
    const training = await create(opened.service)
    await train(training, 3)
    await training.saveState("three")
    await using executor = new RecoveryExecutor(opened.service, { clock: new VirtualClock(), restoreOptimizer: false })
    const restored = await executor.recoverAfter(await lose(training, faults), training)
    await train(restored, 3)
    expect(await weightsOf(opened.service, restored)).not.toEqual(await calmWeights(opened.service))
  })
})
