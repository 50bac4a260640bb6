import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import type { TrainingClient } from "../../src/clients/training-client.ts"
import type { RecoveryEvent } from "../../src/recovery/recovery-event.ts"
import { RecoveryExecutor, type RecoveringService } from "../../src/recovery/recovery-executor.ts"
import { RunMonitor } from "../../src/recovery/run-monitor.ts"
import { it } from "../test.ts"

type Look = (runId: string, nth: number) => { corrupted: boolean } | Error | Promise<{ corrupted: boolean }>

function start(look: Look = () => ({ corrupted: false })) {
  const clock = new VirtualClock()
  const looks: { readonly runId: string; readonly at: number }[] = []
  const restored: string[] = []
  const events: RecoveryEvent[] = []
  const service: RecoveringService = {
    createTrainingClientFromState: (path) => {
      restored.push(path)
      return Promise.resolve({ modelId: "new" } as TrainingClient)
    },
    createRestClient: () =>
      Promise.resolve({
        getTrainingRun: async (runId: string) => {
          looks.push({ runId, at: clock.now() })
          const found = await look(runId, looks.length)
          if (found instanceof Error) throw found
          return { ...found, last_checkpoint: { tinker_path: `tinker://${runId}/weights/last` } }
        },
      } as never),
  }
  const options = { clock, onEvent: (event: RecoveryEvent) => events.push(event) }
  const executor = new RecoveryExecutor(service, options)
  const monitor = new RunMonitor(service, executor, { clock })
  return { monitor, clock, looks, restored, events }
}

describe("runs that are watched", () => {
  it("are looked at every thirty seconds, and not without need", async () => {
    const { monitor, clock, looks } = start()
    expect(clock.pending).toBe(0)
    const leave = monitor.watch("a")
    monitor.watch("b")
    await clock.advance(60_000)
    expect(looks.map(({ at }) => at)).toEqual([30_000, 30_000, 60_000, 60_000])
    leave()
    await clock.advance(30_000)
    expect(looks.slice(4)).toEqual([{ runId: "b", at: 90_000 }])
    await monitor.close()
    expect(clock.pending).toBe(0)
  })

  it("are brought back when they are corrupted, and not watched any more", async () => {
    const { monitor, clock, restored, events } = start((runId) => ({ corrupted: runId === "a" }))
    monitor.watch({ modelId: "a" } as TrainingClient)
    monitor.watch("b")
    await clock.advance(30_000)
    expect(restored).toEqual(["tinker://a/weights/last"])
    expect(monitor.watched).toEqual(["b"])
    expect(events[0]).toEqual({ type: "detected", runId: "a", checkpoint: "tinker://a/weights/last" })
    expect(events.at(-1)?.type).toBe("completed")
    await clock.advance(30_000)
    expect(restored).toHaveLength(1)
    await monitor.close()
  })

  it("are watched on when they cannot be looked at", async () => {
    const error = new Error("no")
    const { monitor, clock, looks, events } = start((_, nth) => (nth === 1 ? error : { corrupted: false }))
    monitor.watch("a")
    await clock.advance(60_000)
    expect(looks).toHaveLength(2)
    expect(events).toEqual([{ type: "poll_error", runId: "a", error }])
    await monitor.close()
  })

  it("are left alone while one look takes its time", async () => {
    let open = (): void => undefined
    const slow = new Promise<{ corrupted: boolean }>((resolve) => (open = () => resolve({ corrupted: true })))
    const { monitor, clock, looks, restored } = start(() => slow)
    const leave = monitor.watch("a")
    await clock.advance(90_000)
    expect(looks).toHaveLength(1)
    leave()
    open()
    await clock.advance(0)
    expect(restored).toEqual([])
    await monitor.close()
    expect(() => monitor.watch("a")).toThrow("closed")
  })
})
