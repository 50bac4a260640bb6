import { describe, expect, it } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { provider } from "../../../src/core/client/provider.ts"
import { problemDetails } from "../../../src/core/response/problem-details.ts"
import { bench, spec, testService } from "../fixture.ts"

const problemOf = (body: unknown, type = "application/problem+json") =>
  problemDetails({ status: 422, body, headers: new Headers(type === "" ? {} : { "content-type": type }) }, 0).problem

describe("B29 problem details", () => {
  const full = { type: "https://e.test/no-pet", title: "No pet", status: 422, detail: "It left.", instance: "/pets/7" }
  const bare = { type: "about:blank", status: 422 }

  it.each<[name: string, body: unknown, want: unknown]>([
    ["all members", full, full],
    ["none", {}, bare],
    ["another status than the answer's: the answer's counts", { ...full, status: 200 }, full],
    ["members of the wrong type", { type: 1, title: [], detail: {}, instance: null, status: "422" }, bare],
    ["extensions, which stay in the body", { ...full, balance: 30 }, full],
    ["a prototype", JSON.parse('{"__proto__":{"title":"x"},"detail":"d"}'), { ...bare, detail: "d" }],
    ["an inherited title", Object.create({ title: "x" }), bare],
    ["a long detail, cut", { detail: "x".repeat(9999) }, { ...bare, detail: "x".repeat(2048) }],
    ["a list", [full], undefined],
    ["a text", "sorry", undefined],
    ["nothing", undefined, undefined],
    ["null", null, undefined],
  ])("of %s", (_, body, want) => expect(problemOf(body)).toEqual(want))

  it.each<[type: string, found: boolean]>([
    ["application/problem+json", true],
    ["application/problem+json; charset=utf-8", true],
    ["Application/Problem+JSON ;charset=utf-8", true],
    ["application/json", false],
    ["application/problem+json-seq", false],
    ["application/problem+xml", false],
    ["", false],
  ])("announced as %j: %s", (type, found) => expect(problemOf(full, type) !== undefined).toBe(found))
})

describe("B29 the answer of a failed call", () => {
  const answered = async (body: string | Uint8Array<ArrayBuffer>, type: string) => {
    const service = testService({ provider: provider({ failure: [problemDetails] }) })
    const { client } = bench([{ status: 503, headers: { "content-type": type }, body }], {}, service)
    const result = await defineOperation(() => spec({ service })).safe({}, { client })
    return result.ok ? undefined : result.error
  }

  it("is read as problem details under its own media type", async () => {
    const error = await answered('{"title":"Busy","status":200}', "application/problem+json; charset=utf-8")
    expect(error?.problem).toEqual({ type: "about:blank", title: "Busy", status: 503 })
    expect([error?.detail, error?.status]).toEqual(["Busy", 503])
  })

  it("that is no JSON stays a text", async () => {
    const error = await answered("<busy>", "application/problem+json")
    expect([error?.problem, error?.body]).toEqual([undefined, "<busy>"])
  })

  it("of 10 MB is cut", async () => {
    const error = await answered(`{"detail":"${"x".repeat(10_000_000)}"}`, "application/problem+json")
    expect([(error?.body as string).length, error?.problem, error?.detail?.length]).toEqual([65_536, undefined, 500])
  })

  it("that is an HTML page tells its head", async () => {
    const error = await answered(`<html>${"x".repeat(9999)}`, "text/html; charset=utf-8")
    expect([error?.problem, error?.detail?.slice(0, 7), error?.detail?.length]).toEqual([undefined, "<html>x", 500])
  })
})
