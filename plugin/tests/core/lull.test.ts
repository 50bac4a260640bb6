import { expect } from "vitest"
import { createLull } from "../../src/core/lull.ts"
import { it } from "../test.ts"
import { createTurns } from "./turns.ts"

const settled = async (promise: Promise<void>): Promise<boolean> => {
  let done = false
  void promise.then(() => (done = true))
  await new Promise(setImmediate)
  return done
}

it("waits from the question on until nobody was at work for a while", async () => {
  const turns = createTurns()
  const lull = createLull(turns)
  await turns.pass(1000)
  const waiting = lull.wait()
  await turns.pass(90)
  lull.note()
  await turns.pass(90)
  lull.note()
  await turns.pass(90)
  expect(await settled(waiting)).toBe(false)
  await turns.pass(10)
  expect(await settled(waiting)).toBe(true)
})

it("ends for those who wait, not for those who come after", async () => {
  const turns = createTurns()
  const lull = createLull(turns)
  const waiting = lull.wait()
  lull.end()
  expect(await settled(waiting)).toBe(true)
  const next = lull.wait()
  expect(await settled(next)).toBe(false)
  await turns.pass(100)
  expect(await settled(next)).toBe(true)
})
