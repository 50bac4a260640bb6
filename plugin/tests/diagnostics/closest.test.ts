import { describe, expect } from "vitest"
import { closest } from "../../src/diagnostics/closest.ts"
import { it } from "../test.ts"

describe("closest", () => {
  it.each([
    ["a missing letter", "metod", ["method", "path"], "method"],
    ["swapped neighbours", "mehtod", ["method", "path"], "method"],
    ["another case", "baseURL", ["base_url", "name"], "base_url"],
    ["a dash", "base-url", ["base_url"], "base_url"],
    ["the nearest of two", "max_item", ["min_items", "max_items"], "max_items"],
    ["nothing near", "colour", ["method", "path"], undefined],
    ["no candidates", "colour", [], undefined],
    ["a very long word", "x".repeat(100_000), ["method"], undefined],
  ])("%s", (_, word, candidates, want) => expect(closest(word, candidates)).toBe(want))
})
