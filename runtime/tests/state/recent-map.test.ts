import { describe, expect } from "vitest"
import { RecentMap } from "../../src/state/recent-map.ts"
import { it } from "../test.ts"

describe("a map of what was set last", () => {
  it.each<[name: string, set: readonly string[], kept: readonly string[]]>([
    ["fewer than it holds", ["a"], ["a"]],
    ["as many", ["a", "b"], ["a", "b"]],
    ["one more", ["a", "b", "c"], ["b", "c"]],
    ["one that is set again", ["a", "b", "a", "c"], ["a", "c"]],
  ])("%s", (_, set, kept) => {
    const map = new RecentMap<number>(2)
    set.forEach((key, at) => map.set(key, at))
    expect([...map.keys()]).toEqual(kept)
  })

  it("is not changed by looking", () => {
    const map = new RecentMap<number>(2).set("a", 1).set("b", 2)
    map.get("a")
    expect([...map.set("c", 3).keys()]).toEqual(["b", "c"])
  })
})
