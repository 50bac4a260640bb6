import { expect } from "vitest"
import type { Use } from "../../src/callers/use.ts"
import { parseUsageReport } from "../../src/callers/usage-report.ts"
import { findAffected } from "../../src/diff/affected-uses.ts"
import { it } from "../test.ts"
import { changesOf, modelFrom, type Part } from "./changes-of.ts"

const part = (name: string): Part => ({
  endpoints: {
    get_pet: { resource: "pets", method: "GET", path: "/pets/{id}", response: "Pet" },
    list_toys: { resource: "toys", method: "GET", path: "/toys", response: "any" },
  },
  types: { Pet: { fields: { [name]: "string" } } },
})

const use = (from: Use["from"], chain: string): Use => ({
  file: "a.ts",
  line: 1,
  column: 1,
  from,
  chain: chain === "" ? [] : chain.split("."),
})

it.each<[name: string, use: Use, isAffected: boolean]>([
  ["a call", use("default", "pets.get"), true],
  ["a call in another form", use("default", "pets.get.safe"), true],
  ["the resource", use("default", "pets"), true],
  ["the named resource", use("named", "pets.get"), true],
  ["the flat name", use("named", "petsGet"), true],
  ["all of it", use("default", ""), true],
  ["the type", use("named", "Pet"), true],
  ["the schema", use("named", "PetSchema"), true],
  ["another operation", use("default", "toys.list"), false],
  ["another resource with the same beginning", use("default", "pet"), false],
  ["the factory of clients", use("named", "createClient"), false],
])("a change of an answer and its type concerns %s", (_, place, isAffected) => {
  const before = part("name")
  const [change, ...others] = findAffected(changesOf(before, part("title")), [place], modelFrom(before))
  expect(others).toHaveLength(1)
  expect(change).toMatchObject({ rule: "field-removed", uses: isAffected ? [place] : [] })
})

it("reads a usage report", () => {
  const uses = [use("default", "pets.get")]
  expect(parseUsageReport(JSON.stringify({ version: 1, uses }))).toEqual(uses)
})

it.each<[text: string, reason: string]>([
  ["[]", '"version": 1'],
  ['{ "version": 2, "uses": [] }', '"version": 1'],
  ['{ "version": 1, "uses": [{ "file": "a.ts" }] }', "uses[0]"],
  ['{ "version": 1, "uses": [{ "file": "a", "line": 0, "column": 1, "from": "named", "chain": [] }] }', "uses[0]"],
])("refuses %s", (text, reason) => {
  expect(() => parseUsageReport(text)).toThrow(reason)
})
