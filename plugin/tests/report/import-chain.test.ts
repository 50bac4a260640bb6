import { expect } from "vitest"
import { importChain } from "../../src/report/import-chain.ts"
import { it } from "../test.ts"

const graph = (edges: Readonly<Record<string, string>>) =>
  new Map(Object.entries(edges).map(([file, importers]) => [file, new Set(importers.split(" ").filter(Boolean))]))

it.each<[name: string, edges: Readonly<Record<string, string>>, through: string, want: string]>([
  ["straight to the entry", { m: "main", main: "" }, "main", "main m"],
  ["the shortest of several ways", { m: "a b", a: "x", x: "main", b: "main", main: "" }, "a b", "main b m"],
  ["only through those that use it", { m: "a b", a: "x", x: "main", b: "main", main: "" }, "a", "main x a m"],
  ["past a circle", { m: "a", a: "b", b: "a main", main: "" }, "a", "main b a m"],
  ["a circle that nothing leads to", { m: "a", a: "b", b: "a" }, "a", "a m"],
  ["files that the graph does not have", { m: "a" }, "a", "a m"],
])("%s", (_, edges, through, want) => {
  expect(importChain(graph(edges), "m", through.split(" ")).join(" ")).toBe(want)
})
