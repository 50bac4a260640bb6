import fc from "fast-check"
import { describe, expect } from "vitest"
import { nextLink, parseLinkHeader } from "../../../src/core/page/link-header.ts"
import { it } from "../../test.ts"

describe("B28 Link (RFC 8288)", () => {
  it.each<[name: string, text: string, want: (readonly [target: string, relations: string])[]]>([
    ["nothing", "", []],
    ["one link", '<https://a.test/?p=2>; rel="next"', [["https://a.test/?p=2", "next"]]],
    ["a relation as a token", "</p/2>;rel=next", [["/p/2", "next"]]],
    [
      "several links",
      '<a>; rel="prev", <b>; rel="next"',
      [
        ["a", "prev"],
        ["b", "next"],
      ],
    ],
    ["several relations", '<a>; rel="last  Next"', [["a", "last next"]]],
    ["spaces around every mark", ' , <a> ; rel = "next" , ', [["a", "next"]]],
    ["a comma and a semicolon in a target", '<a,b;c>; rel="next"', [["a,b;c", "next"]]],
    [
      "a comma, a semicolon and a bracket in a quoted text",
      '<a>; title="x, <y>; rel=next"; rel="prev", <b>; rel=next',
      [
        ["a", "prev"],
        ["b", "next"],
      ],
    ],
    ["a quote in a quoted text", String.raw`<a>; title="\"; rel=prev"; rel="n\ext"`, [["a", "next"]]],
    ["names in any case", "<a>; REL=NEXT", [["a", "next"]]],
    ["the first rel counts", "<a>; rel=prev; rel=next", [["a", "prev"]]],
    ["no rel", "<a>; title=x", [["a", ""]]],
    ["a parameter without a value", "<a>; crossorigin; rel=next", [["a", "next"]]],
    ["an empty parameter", "<a>;; rel=next", [["a", "next"]]],
    ["an empty target", "<>; rel=next", [["", "next"]]],
    ["a link from elsewhere", '<a>; rel=next; anchor="#x", <b>; rel=next', [["b", "next"]]],
    ["a relation that is a URL", '<a>; rel="https://x.test/rel next"', [["a", "https://x.test/rel next"]]],
    [
      "what follows a value without a semicolon",
      "<a>; rel=next junk, <b>; rel=x",
      [
        ["a", "next"],
        ["b", "x"],
      ],
    ],
    ["garbage", "next: /p/2", []],
    ["garbage after a link", "<a>; rel=next, b; rel=x, <c>; rel=y", [["a", "next"]]],
    ["an open bracket", "<a", []],
    ["an open quote", '<a>; rel="next', [["a", '"next']]],
  ])("%s", (_, text, want) => {
    expect(parseLinkHeader(text).map(({ target, relations }) => [target, relations.join(" ")])).toEqual(want)
  })

  it("finds the next page over several fields", () => {
    const headers = new Headers([
      ["Link", "</1>; rel=prev"],
      ["Link", '</3>; rel="next last"'],
    ])
    expect([nextLink(headers), nextLink(new Headers())]).toEqual(["/3", undefined])
  })

  it("reads anything, in linear time", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("<", ">", ";", ",", "=", '"', "\\", " ", "\t", "rel", "next") }),
        (text) => Array.isArray(parseLinkHeader(text)),
      ),
      { numRuns: 500 },
    )
    for (const part of ["<", "<a>;", '<a>; x="', "\\", ",", '"', " ;"]) {
      expect(parseLinkHeader(`<a>${part.repeat(20_000)}`).length).toBeLessThan(20_001)
    }
  })
})
