import { fakeTransport, VirtualClock } from "pristine-runtime/testing"
import { expect } from "vitest"
import { mockService } from "../src/mock-service.ts"
import api, { createClient } from "../src/pets.pristine.json"
import { it } from "./test.ts"

const tell = async (wordMs: number, signal?: AbortSignal) => {
  const clock = new VirtualClock()
  const client = createClient({ transport: fakeTransport(mockService({ clock, wordMs })), auth: false })
  const stream = await api.stories.tell({ about: "Bella" }, { client, ...(signal && { signal }) })
  return { clock, words: stream[Symbol.asyncIterator]() }
}

it("tells a story word by word, each after its wait", async () => {
  const { clock, words } = await tell(60)
  const first = words.next()
  await clock.armed()
  expect(clock.nextDelay).toBe(60)
  await clock.runNext()
  expect(await first).toEqual({ done: false, value: { word: "Bella " } })
  await words.return?.()
})

it("waits for nothing without a pace", async () => {
  const { clock, words } = await tell(0)
  expect(await words.next()).toEqual({ done: false, value: { word: "Bella " } })
  expect(clock.pending).toBe(0)
  await words.return?.()
})

it("leaves no timer when the reader gives up", async () => {
  const controller = new AbortController()
  const { clock, words } = await tell(60, controller.signal)
  const first = words.next()
  await clock.armed()
  controller.abort(new Error("enough"))
  await expect(first).rejects.toThrow("enough")
  expect(clock.pending).toBe(0)
})
