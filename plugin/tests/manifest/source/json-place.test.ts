import { parse, type AnyNode } from "@humanwhocodes/momoa"
import fc from "fast-check"
import { describe, expect } from "vitest"
import { jsonPlace } from "../../../src/manifest/source/json-place.ts"
import type { Place } from "../../../src/manifest/source/place.ts"
import { it } from "../../test.ts"

/** All places of a text, as another parser has them. */
function expected(node: AnyNode, key?: AnyNode): Place {
  const rangeOf = ({ loc }: AnyNode): Place["value"] => [loc.start.offset, loc.end.offset]
  return {
    value: rangeOf(node),
    ...(key && { key: rangeOf(key) }),
    ...(node.type === "Object" && {
      members: new Map(
        node.members.map(({ name, value }) => [name.type === "String" ? name.value : "", expected(value, name)]),
      ),
    }),
    ...(node.type === "Array" && { items: node.elements.map(({ value }) => expected(value)) }),
  }
}

/** The same of places that are looked at when they are asked for. */
function unfolded({ value, key, members, items }: Place): Place {
  return {
    value,
    ...(key && { key }),
    ...(members && { members: new Map([...members].map(([name, place]) => [name, unfolded(place)])) }),
    ...(items && { items: items.map(unfolded) }),
  }
}

describe("places in JSON", () => {
  it.each<[name: string, text: string]>([
    ["spaces everywhere", ' \t{ "a" : [ 1 , -2.5e3 , "x" ] ,\r\n"b":{ } , "c":[ ] }\n'],
    ["none at all", '{"a":[1,{"b":null}],"c":true}'],
    ["brackets and quotes in strings", String.raw`{"{\"[":"]}\\","a\u0041":["\"",","]}`],
    ["a scalar", ' "a" '],
    ["a number that ends the text", "12"],
    ["a name that stands twice", '{"a":1,"a":[2]}'],
    ["a name of prototypes", '{"__proto__":{"constructor":1}}'],
  ])("%s", (_, text) => {
    expect(unfolded(jsonPlace(text))).toEqual(expected(parse(text, { ranges: true }).body))
  })

  it("are those of another parser, whatever the text", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 1, "\t"), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent)
        expect(unfolded(jsonPlace(text))).toEqual(expected(parse(text, { ranges: true }).body))
      }),
      { numRuns: 300 },
    )
  })
})
