import fc from "fast-check"
import { describe, expect } from "vitest"
import { longestPiece, wrapCell } from "../../../src/cli/output/wrap-cell.ts"
import { it } from "../../test.ts"

describe("wrapCell", () => {
  it.each<[text: string, width: number, lines: readonly string[]]>([
    ["", 5, [""]],
    ["short", 5, ["short"]],
    ["two words", 5, ["two", "words"]],
    ["Last Checkpoint", 10, ["Last", "Checkpoint"]],
    ["meta-llama/Llama-3.1-8B", 20, ["meta-llama/", "Llama-3.1-8B"]],
    ["unbreakable", 4, ["unbr", "eaka", "ble"]],
    ["a 😀😀😀", 2, ["a", "😀😀", "😀"]],
  ])("%j in %d", (text, width, lines) => {
    expect(wrapCell(text, width)).toEqual(lines)
  })

  it("loses nothing, and no line is too long", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        const lines = wrapCell(text, width)
        expect(lines.join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""))
        for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe("longestPiece", () => {
  it.each([
    ["", 0],
    ["two words", 5],
    ["meta-llama/Llama", 11],
    ["2 hours ago", 5],
  ])("%j: %d", (text, length) => {
    expect(longestPiece(text)).toBe(length)
  })
})
