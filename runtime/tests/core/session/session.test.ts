import { expect } from "vitest"
import { createSession, type SessionOptions } from "../../../src/core/session/create-session.ts"
import type { SessionPort } from "../../../src/ports/session.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { rejection } from "../fixture.ts"

interface Setup {
  readonly clock: VirtualClock
  readonly beats: number[]
  readonly warnings: [silentMs: number, message: string][]
  readonly port: SessionPort<string>
  readonly options: SessionOptions
}

function setup(heartbeat: (beat: number, signal: AbortSignal) => Promise<void> = () => Promise.resolve()): Setup {
  const clock = new VirtualClock()
  const beats: number[] = []
  const warnings: [number, string][] = []
  const port: SessionPort<string> = {
    create: () => Promise.resolve("s1"),
    heartbeat: (_, signal) => heartbeat(beats.push(clock.now()), signal),
  }
  const onWarning = (silentMs: number, error: Error): void => void warnings.push([silentMs, error.message])
  return { clock, beats, warnings, port, options: { clock, intervalMs: 10_000, warnAfterMs: 25_000, onWarning } }
}

it("beats on the clock until it is closed", async () => {
  const { clock, beats, port, options } = setup()
  const session = await createSession(port, options)
  expect(session.state).toBe("s1")
  await clock.advance(35_000)
  expect(beats).toEqual([10_000, 20_000, 30_000])
  await session.close()
  await clock.advance(60_000)
  expect([beats.length, clock.pending]).toEqual([3, 0])
})

it("warns of each failed beat once none succeeded for long enough, and goes on", async () => {
  const { clock, warnings, port, options } = setup((beat) =>
    beat === 5 ? Promise.resolve() : Promise.reject(new Error("down")),
  )
  const session = await createSession(port, options)
  await clock.advance(90_000)
  expect(warnings).toEqual([
    [30_000, "down"],
    [40_000, "down"],
    [30_000, "down"],
    [40_000, "down"],
  ])
  await session.close()
})

it("a beat that hangs is given up, and the next one sent", async () => {
  const signals: AbortSignal[] = []
  const { clock, beats, port, options } = setup((_, signal) => {
    signals.push(signal)
    return new Promise(() => undefined)
  })
  const session = await createSession(port, { ...options, heartbeatTimeoutMs: 4_000 })
  await clock.advance(24_000)
  expect([beats, signals.map(({ aborted }) => aborted)]).toEqual([
    [10_000, 24_000],
    [true, false],
  ])
  await session.close()
  expect([signals.every(({ aborted }) => aborted), clock.pending]).toEqual([true, 0])
})

it("tells the service that it is closed, once", async () => {
  const { port, options } = setup()
  const closed: string[] = []
  const session = await createSession(
    {
      ...port,
      close: async (state) => {
        await Promise.resolve(closed.push(state))
      },
    },
    options,
  )
  await Promise.all([session.close(), session.close(), session[Symbol.asyncDispose]()])
  expect(closed).toEqual(["s1"])
})

it.each([
  ["by default", {}, 5_000],
  ["as the options say", { closeTimeoutMs: 700 }, 700],
])("a service that hangs holds closing up no longer than the limit, %s", async (_, over, limitMs) => {
  const { clock, port, options } = setup()
  const signals: AbortSignal[] = []
  const close = (_state: string, signal: AbortSignal): Promise<void> => {
    signals.push(signal)
    return new Promise(() => undefined)
  }
  const session = await createSession({ ...port, close }, { ...options, ...over })
  const closing = rejection(session.close())
  await clock.advance(limitMs - 1)
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  await clock.advance(1)
  expect(await closing).toMatchObject({ code: "timeout" })
  expect([signals.map(({ aborted }) => aborted), clock.pending]).toEqual([[true], 0])
})

it("closing fails as the service fails, without a timer left", async () => {
  const { clock, port, options } = setup()
  const session = await createSession({ ...port, close: () => Promise.reject(new Error("no")) }, options)
  expect(await rejection(session.close())).toEqual(new Error("no"))
  expect(clock.pending).toBe(0)
})

it("closing within a beat ends it without a warning", async () => {
  const { clock, warnings, port, options } = setup(() => new Promise(() => undefined))
  const session = await createSession(port, { ...options, warnAfterMs: 0 })
  await clock.advance(10_000)
  await session.close()
  await clock.advance(0)
  expect([warnings, clock.pending]).toEqual([[], 0])
})

it("creation may fail, or be aborted", async () => {
  const { clock, port, options } = setup()
  expect(await rejection(createSession({ ...port, create: () => Promise.reject(new Error("no")) }, options))).toEqual(
    new Error("no"),
  )
  const controller = new AbortController()
  const creating = rejection(
    createSession(
      { ...port, create: () => new Promise<never>(() => undefined) },
      { ...options, signal: controller.signal },
    ),
  )
  controller.abort("enough")
  expect([await creating, clock.pending]).toEqual(["enough", 0])
})

it("keeps no process alive with a heartbeat under way", async () => {
  const { clock, port, options } = setup(() => new Promise(() => undefined))
  const background: (boolean | undefined)[] = []
  const watched = {
    now: () => clock.now(),
    wallTime: () => clock.wallTime(),
    schedule: (delayMs: number, run: () => void, kind?: { readonly background?: boolean }) => {
      background.push(kind?.background)
      return clock.schedule(delayMs, run)
    },
  }
  const session = await createSession(port, { ...options, clock: watched })
  await clock.advance(10_000)
  expect(background).toEqual([true, true])
  await session.close()
})
