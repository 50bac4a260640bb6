import { describe, expect } from "vitest"
import type { OperationReport } from "../../src/report/build-report.ts"
import { overBudget, unknownNames, type Budget } from "../../src/report/over-budget.ts"
import { it } from "../test.ts"

const operation = (call: string, bytes: number): OperationReport => ({ id: call, call, bytes, files: [], policies: {} })
const operations = [operation("pets.get", 900), operation("pets.list", 400), operation("toString", 50)]

describe("operations over their budget", () => {
  it.each<[name: string, budget: Budget, want: readonly string[]]>([
    ["one number for all", 500, ["pets.get 500"]],
    ["exactly as much", 900, []],
    ["by call", { "pets.list": 399 }, ["pets.list 399"]],
    ["the others", { "pets.get": 1_000, "*": 40 }, ["pets.list 40", "toString 40"]],
    ["nothing for those that are not named", { "pets.get": 1_000 }, []],
    ["no limit from a prototype", {}, []],
  ])("%s", (_, budget, want) => {
    expect(overBudget(operations, budget).map((each) => `${each.operation.call} ${each.limit}`)).toEqual(want)
  })
})

describe("names of a budget that no operation has", () => {
  it.each<[name: string, budget: Budget, want: ReturnType<typeof unknownNames>]>([
    ["a number names none", 5, []],
    ["a misspelt one", { "pets.gte": 5, "*": 1 }, [{ name: "pets.gte", suggestion: "pets.get" }]],
    ["one that is like no other", { stores: 5 }, [{ name: "stores", suggestion: undefined }]],
  ])("%s", (_, budget, want) => {
    expect(unknownNames(budget, ["pets.get", "pets.list"])).toEqual(want)
  })
})
