import fc from "fast-check"
import { expect } from "vitest"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"
import { changesOf, modelFrom, type Part } from "./changes-of.ts"

type Types = Readonly<Record<string, unknown>>

const names = ["A", "B", "C", "D"]
const name = fc.constantFrom(...names)
const written = (type: unknown, more: object = {}) => ({
  ...(typeof type === "string" ? { type } : (type as object)),
  ...more,
})
const leaf = fc.oneof(name, fc.constantFrom<unknown>("string", "integer", { const: "a" }, { const: "b" }))
const object = fc.record({
  fields: fc.record({
    kind: fc.tuple(leaf, fc.boolean()).map(([type, required]) => written(type, { required })),
    other: leaf.map((type) => written(type)),
  }),
})
const type = fc.oneof(
  object,
  object,
  leaf.map((each) => written(each)),
  fc.tuple(name, name).map(([one, other]) => ({ any_of: [one, other], discriminator: "kind" })),
  fc.tuple(leaf, object).map((any_of) => ({ any_of })),
  leaf.map((items) => ({ type: "array", items })),
)

/** The types as answers and bodies have them. */
const manifestOf = (types: Types): Part => ({
  types,
  endpoints: {
    put: { method: "PUT", path: "/a", request: { type: "A" }, response: "B" },
    get: { method: "GET", path: "/c", response: "C" },
  },
})

/** Every type says something new of itself, so that none is written as it was. */
const describedAnew = (types: Types): Types =>
  Object.fromEntries(Object.entries(types).map(([key, each]) => [key, written(each, { description: "As it was." })]))

function isRead(types: Types): boolean {
  const manifest = { name: "pets", version: "1.0.0", base_url: "https://pets.test", ...manifestOf(types) }
  return loadManifest(JSON.stringify(manifest), "a.pristine.json").model !== undefined
}

const told = (before: Types, after: Types) =>
  changesOf(manifestOf(before), manifestOf(after)).filter(({ level }) => level !== "cosmetic")

it("finds in types that are written as before what it finds in all others", () => {
  const types = fc.record({ A: type, B: type, C: type, D: type })
  let compared = 0
  fc.assert(
    fc.property(types, name, type, (before, edited, changed) => {
      const after = { ...before, [edited]: changed }
      fc.pre(isRead(before) && isRead(after))
      compared += 1
      expect(told(before, after)).toEqual(told(before, describedAnew(after)))
    }),
    { numRuns: 100, maxSkipsPerRun: 1000 },
  )
  expect(compared).toBeGreaterThan(0)
})

const tagged = (kind: unknown) => ({ fields: { kind: written(kind, { required: true }) } })

it.each<[what: string, before: Types, after: Types, want: readonly string[]]>([
  [
    "begins to tell variants apart",
    { A: tagged({ const: "a" }), B: tagged({ const: "b" }), C: "A", D: "string" },
    {
      A: tagged({ const: "a" }),
      B: tagged({ const: "b" }),
      C: { any_of: ["A", "B"], discriminator: "kind" },
      D: "string",
    },
    ["A.kind"],
  ],
  [
    "is no constant any more",
    { A: tagged("D"), B: "string", C: "string", D: { const: "a" } },
    { A: tagged("D"), B: "string", C: "string", D: "string" },
    ["A.kind"],
  ],
])("tells what became of a type of which something else %s", (_, before, after, want) => {
  const messages = told(before, after).map(({ message }) => message)
  for (const each of want) expect(messages.some((message) => message.includes(each))).toBe(true)
})

it("says nothing of the same model read twice", () => {
  fc.assert(
    fc.property(fc.record({ A: type, B: type, C: type, D: type }), (types) => {
      fc.pre(isRead(types))
      expect(changesOf(manifestOf(types), manifestOf(types))).toEqual([])
      expect(modelFrom(manifestOf(types))).toEqual(modelFrom(manifestOf(types)))
    }),
    { numRuns: 50, maxSkipsPerRun: 1000 },
  )
})
