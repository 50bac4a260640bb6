import { beforeAll, describe, expect } from "vitest"
import { it } from "../test.ts"
import { runLimitMs, runWithGc } from "./run-with-gc.ts"

describe("a stream that is dropped gives back its connection and its place once it is collected", () => {
  let report: Record<string, unknown> = {}
  beforeAll(async () => {
    report = (await runWithGc("dropped-streams")) as typeof report
  }, runLimitMs)

  it.each([
    ["D45.10", "never read"],
    ["D45.11", "never read, in a limit"],
    ["D45.12", "never read, of bytes"],
    ["D45.13", "never read, over fetch"],
    ["D45.14", "with an iterator that never began"],
    ["D45.15", "after an event"],
    ["D45.16", "as a web stream"],
  ])("%s %s", (_, name) => {
    expect(report[name]).toEqual({ waited: true, through: true, open: 0 })
  })

  it.each<[row: string, name: string, event: unknown]>([
    ["D45.17", "kept: its iterator", { value: 2, done: false }],
    ["D45.18", "kept: its web stream", { value: 2, done: false }],
    ["D45.19", "kept: the event it waits for", { value: 2, done: false }],
    ["D45.20", "kept: the stream", 1],
  ])("%s %s", (_, name, event) => {
    expect(report[name]).toEqual({ waited: true, dropped: false, event })
  })
})
