import { expect } from "vitest"
import { RunningFuture } from "../../../src/core/future/running-future.ts"
import { tryFuture } from "../../../src/core/future/try-future.ts"
import { it } from "../../test.ts"

it("a future that begins is itself", async () => {
  const future = new RunningFuture(() => Promise.resolve("done"))
  expect(tryFuture(() => future)).toBe(future)
  expect(await future).toBe("done")
})

it("what its start throws fails it, and needs nobody who awaits it", async () => {
  const mistake = new TypeError("no")
  const start = (): never => {
    throw mistake
  }
  tryFuture(start)
  const future = tryFuture(start)
  await expect(future).rejects.toBe(mistake)
  expect(await future.requestId).toBeUndefined()
  const progress: unknown[] = []
  for await (const event of future.progress()) progress.push(event)
  expect(progress).toEqual([])
})
