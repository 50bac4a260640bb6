import { PristineError } from "pristine-runtime"
import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import type { TrainingClient } from "../../src/clients/training-client.ts"
import { isLostRun } from "../../src/recovery/lost-run.ts"
import type { RecoveryEvent } from "../../src/recovery/recovery-event.ts"
import { RecoveryExecutor, type RecoveringService, type RecoveryOptions } from "../../src/recovery/recovery-executor.ts"
import { it } from "../test.ts"

type Restore = (path: string, nth: number) => Promise<void> | undefined

const broken = new PristineError("connection", "The connection broke")

/** An executor over a service that is a script. `last`: the path of a run's last checkpoint. */
function start(options: RecoveryOptions = {}, restore: Restore = () => undefined, last = "tinker://a/weights/last") {
  const clock = new VirtualClock()
  const restored: { readonly path: string; readonly optimizer: boolean | undefined; readonly at: number }[] = []
  const events: RecoveryEvent[] = []
  const service: RecoveringService = {
    createTrainingClientFromState: async (path, options) => {
      restored.push({ path, optimizer: options?.optimizer, at: clock.now() })
      await restore(path, restored.length)
      return { modelId: `new-${restored.length}` } as TrainingClient
    },
    createRestClient: () =>
      Promise.resolve({
        getTrainingRun: () => Promise.resolve({ last_checkpoint: last === "" ? undefined : { tinker_path: last } }),
      } as never),
  }
  const executor = new RecoveryExecutor(service, { clock, onEvent: (event) => events.push(event), ...options })
  return { executor, clock, restored, events, types: () => events.map(({ type }) => type) }
}

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error)

describe("a run", () => {
  it.each<[name: string, options: RecoveryOptions, known: string | undefined, path: string]>([
    ["its last checkpoint", {}, undefined, "tinker://a/weights/last"],
    ["the checkpoint that is known", {}, "tinker://a/weights/known", "tinker://a/weights/known"],
    [
      "the policy's checkpoint",
      { checkpoint: { path: "tinker://a/weights/best" } },
      "tinker://a/weights/known",
      "tinker://a/weights/best",
    ],
  ])("is brought back from %s", async (_, options, known, path) => {
    const { executor, restored } = start(options)
    const training = await executor.recover("a", known === undefined ? {} : { checkpoint: known })
    expect(training.modelId).toBe("new-1")
    expect(restored).toEqual([{ path, optimizer: true, at: 0 }])
    expect(executor.isPending("a")).toBe(false)
  })

  it("is brought back without its optimizer where the policy says so", async () => {
    const { executor, restored } = start({ restoreOptimizer: false })
    await executor.recover("a")
    expect(restored[0]?.optimizer).toBe(false)
  })

  it("tells what happens to it", async () => {
    const recovered: unknown[] = []
    const { executor, types, events } = start({ onRecovery: (recovery) => recovered.push(recovery) })
    const previous = { modelId: "a" } as TrainingClient
    const training = await executor.recover("a", { previous })
    expect(types()).toEqual(["started", "checkpoint_selected", "client_created", "completed"])
    expect(events.every(({ runId }) => runId === "a")).toBe(true)
    expect(recovered).toEqual([{ runId: "a", training, previous, checkpoint: "tinker://a/weights/last" }])
  })

  it("is tried again after growing waits, then given up", async () => {
    const failures: unknown[] = []
    const options = { maxAttempts: 5, maxBackoffMs: 15_000, onFailure: (...told: unknown[]) => failures.push(told) }
    const { executor, clock, restored, events, types } = start(options, () => Promise.reject(broken))
    const recovering = settled(executor.recover("a"))
    await clock.advance(120_000)
    expect(await recovering).toBe(broken)
    expect(restored.map(({ at }) => at)).toEqual([0, 5_000, 15_000, 30_000, 45_000])
    expect(failures).toEqual([["a", broken]])
    expect(types().at(-1)).toBe("exhausted")
    const waits = events.flatMap((event) => (event.type === "failed" ? [event.retryInMs] : []))
    expect(waits).toEqual([5_000, 10_000, 15_000, 15_000, undefined])
    expect(clock.pending).toBe(0)
  })

  it("is back when a later try works", async () => {
    const { executor, clock } = start({}, (_, nth) => (nth === 1 ? Promise.reject(broken) : undefined))
    const recovering = executor.recover("a")
    await clock.advance(5_000)
    expect((await recovering).modelId).toBe("new-2")
  })

  it("without a checkpoint cannot be brought back", async () => {
    const { executor } = start({ maxAttempts: 1 }, undefined, "")
    await expect(executor.recover("a")).rejects.toThrow("no checkpoint")
  })

  it("is brought back once, whoever asks", async () => {
    const { executor, restored } = start()
    const [one, other] = await Promise.all([executor.recover("a"), executor.recover("a")])
    expect(one).toBe(other)
    expect(restored).toHaveLength(1)
    await executor.recover("a")
    expect(restored).toHaveLength(2)
  })
})

describe("several runs", () => {
  it.each([
    [1, ["a"]],
    [2, ["a", "b"]],
  ])("are brought back %i at a time, in their order", async (maxConcurrent, first) => {
    const opened: (() => void)[] = []
    const gate: Restore = () => new Promise<void>((resolve) => opened.push(resolve))
    const { executor, clock, restored } = start({ maxConcurrent }, gate)
    const all = ["a", "b", "c"].map((run) => executor.recover(run, { checkpoint: run }))
    await clock.advance(0)
    expect(restored.map(({ path }) => path)).toEqual(first)
    for (let n = 0; n < 3; n += 1) {
      opened[n]?.()
      await clock.advance(0)
    }
    await Promise.all(all)
    expect(restored.map(({ path }) => path)).toEqual(["a", "b", "c"])
  })

  it("do not wait for one that waits for its next try", async () => {
    const fails: Restore = (path) => (path === "a" ? Promise.reject(broken) : undefined)
    const { executor, clock, restored } = start({}, fails)
    const lost = settled(executor.recover("a", { checkpoint: "a" }))
    await executor.recover("b", { checkpoint: "b" })
    expect(restored.map(({ path }) => path)).toEqual(["a", "b"])
    await clock.advance(60_000)
    expect(await lost).toBe(broken)
  })
})

describe("giving up", () => {
  it("ends one wait; the recovery goes on", async () => {
    let open = (): void => undefined
    const { executor, clock } = start({}, () => new Promise<void>((resolve) => (open = resolve)))
    const abort = new AbortController()
    const given = settled(executor.recover("a", { signal: abort.signal }))
    const other = executor.recover("a")
    await clock.advance(0)
    const reason = new Error("enough")
    abort.abort(reason)
    expect(await given).toBe(reason)
    open()
    expect((await other).modelId).toBe("new-1")
  })

  it.each<[name: string, stop: (executor: RecoveryExecutor, abort: AbortController) => unknown, reason: object]>([
    ["closing", (executor) => executor.close(), { code: "aborted" }],
    ["the signal", (_, abort) => abort.abort(new Error("enough")), { message: "enough" }],
  ])("by %s ends all, also those that wait", async (_, stop, reason) => {
    const abort = new AbortController()
    const { executor, clock } = start({ signal: abort.signal }, () => Promise.reject(broken))
    const all = ["a", "b"].map((run) => settled(executor.recover(run)))
    await clock.advance(1_000)
    await stop(executor, abort)
    expect(await Promise.all(all)).toMatchObject([reason, reason])
    expect(clock.pending).toBe(0)
    await expect(executor.recover("c")).rejects.toMatchObject(reason)
    await executor.close()
  })
})

describe("listeners that throw", () => {
  it("change nothing, and are told of", async () => {
    const warnings: string[] = []
    const throwing = (): never => {
      throw new Error("mine")
    }
    const options = { onEvent: throwing, onRecovery: () => Promise.reject(new Error("mine")), onFailure: throwing }
    const { executor } = start({ ...options, onWarning: ({ message }) => warnings.push(message) })
    expect((await executor.recover("a")).modelId).toBe("new-1")
    expect(new Set(warnings)).toEqual(new Set(["onEvent of a recovery failed", "onRecovery of a recovery failed"]))
  })
})

describe("what a checkpoint helps against", () => {
  const gone = new PristineError("future_expired", "gone", { status: 410 })
  it.each<[name: string, error: unknown, is: boolean]>([
    ["a result that is gone", gone, true],
    ["an answer of 410", new PristineError("http", "gone", { status: 410 }), true],
    ["something caused by it", new Error("a", { cause: gone }), true],
    ["a broken connection", broken, false],
    ["work that failed", new PristineError("future_failed", "failed"), false],
    ["a program's error", new TypeError("a"), false],
  ])("%s", async (_, error, is) => {
    expect(isLostRun(error)).toBe(is)
    const { executor, restored } = start()
    const training = { modelId: "a" } as TrainingClient
    const outcome = await settled(executor.recoverAfter(error, training))
    expect(outcome === error).toBe(!is)
    expect(restored).toHaveLength(is ? 1 : 0)
  })
})
