import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { provider } from "../../../src/core/client/provider.ts"
import { problemDetails } from "../../../src/core/response/problem-details.ts"
import { text } from "../../../src/adapters/serializer/text.ts"
import { it } from "../../test.ts"
import { bench, spec, testService, type SpecOver } from "../fixture.ts"

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

  it.each<[name: string, body: string | Uint8Array<ArrayBuffer>, type?: string]>([
    ["a text", "sorry"],
    ["half of one", '{"title":"Busy"'],
    ["a number", "7"],
    ["a list", '[{"title":"Busy"}]'],
    ["null", "null"],
    ["true", "true"],
    ["XML", "<problem/>"],
    ["a page", "<!doctype html><title>502</title>"],
    ["no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d])],
    ["nothing", ""],
    ["a problem by another name", '{"title":"Busy"}', "application/json"],
    ["a problem in text", '{"title":"Busy"}', "text/plain"],
    ["a problem in XML", "<problem><title>Busy</title></problem>", "application/problem+xml"],
  ])("that is %s has none", async (_, body, type = "application/problem+json") => {
    const error = await answered(body, type)
    expect([error?.code, error?.status, error?.problem]).toEqual(["http", 503, undefined])
  })

  it.each<[name: string, member: string]>([
    ["a status of another kind", '"status":"200"'],
    ["a status that is none", '"status":99999'],
    ["a status of a success", '"status":200'],
    ["a title that is a list", '"title":["a"]'],
    ["a type that is a number", '"type":7'],
    ["an instance that is an object", '"instance":{"href":"/a"}'],
    ["a detail that is false", '"detail":false'],
    ["an extension named __proto__", '"__proto__":{"detail":"polluted"}'],
    ["an extension named constructor", '"constructor":{"prototype":{"detail":"polluted"}}'],
    ["an extension with a code", '"code":"x"'],
  ])("of %s tells the rest", async (_, member) => {
    const error = await answered(`{"title":"Busy",${member}}`, "application/problem+json")
    expect(error?.problem).toMatchObject({ type: "about:blank", status: 503 })
    expect([error?.status, error?.problem?.detail, error?.problem?.instance]).toEqual([503, undefined, undefined])
    expect(({} as Record<string, unknown>)["detail"]).toBeUndefined()
  })
})

describe("B29 an HTML page in place of an error", () => {
  const errorOf = async (body: string, type?: string, over: SpecOver = {}) => {
    const { client } = bench([{ status: 502, headers: type === undefined ? {} : { "content-type": type }, body }])
    const result = await defineOperation(() => spec(over)).safe({}, { client })
    return result.ok ? undefined : result.error
  }
  const page = "<!DOCTYPE html>\r\n<html>\n  <title>502</title>\n</html>\n"
  const head = "<!DOCTYPE html> <html> <title>502</title> </html> "

  it.each<[name: string, body: string, type: string | undefined, want: unknown]>([
    ["under its own type", page, "text/html", head],
    ["with a charset", page, "Text/HTML; charset=utf-8", head],
    ["under the type of JSON", page, "application/json", head],
    ["under the type of a problem", page, "application/problem+json", head],
    ["under the type of a text", page, "text/plain", head],
    ["without a type", page, undefined, head],
    ["without a doctype", "\n<HTML lang=en>\n", "application/json", " <HTML lang=en> "],
    ["that does not say so", "<b>Bad\tgateway</b>", "text/html", "<b>Bad gateway</b>"],
    ["with controls", "<html>\u001b[31m\u0000\u202e\u2066", "text/html", "<html>\\u001b[31m\\u0000\\u202e\\u2066"],
    ["that is long", `<html>${"x".repeat(9_999)}`, "text/html", `<html>${"x".repeat(2_041)}…`],
    ["that is long by its escapes", `<html>${"\u0000".repeat(999)}`, "text/html", expect.stringMatching(/^.{2047}…$/)],
    ["beyond what is read", `<html>${"x".repeat(100_000)}`, "text/html", `<html>${"x".repeat(2_041)}…`],
    [
      "a text that is none stays whole",
      `line\nline ${"x".repeat(3_000)}`,
      "text/plain",
      expect.stringMatching(/^line\n/),
    ],
    ["a text about HTML stays as it is", "an\n<html> tag", "text/plain", "an\n<html> tag"],
    ["another element stays as it is", "<htmlx>\n", "text/plain", "<htmlx>\n"],
    ["JSON stays what it is", '{"a":"<html>\\n"}', "application/json", { a: "<html>\n" }],
  ])("%s", async (_, body, type, want) => {
    const error = await errorOf(body, type)
    expect(error?.body).toEqual(want)
    expect(String(error) + JSON.stringify(error)).not.toMatch(/html|xxx/i)
    if (typeof error?.body === "string" && type === "text/html") expect(error.body.length).toBeLessThanOrEqual(2_048)
  })

  it("that is declared is read as declared", async () => {
    const over = { errors: [{ status: 502 as const, readers: [text] }] }
    expect((await errorOf(page, "text/html", over))?.body).toBe(page)
  })

  it("its detail is its head, once escaped", async () => {
    expect((await errorOf(`<html>\u001b${"x".repeat(999)}`, "text/html"))?.detail).toMatch(/^<html>\\u001bx{487}…$/)
  })

  it("a classifier sees it whole, and the error it makes has the head", async () => {
    const seen: unknown[] = []
    const classify: SpecOver["classify"] = ({ body }) => {
      seen.push(body)
      return { as: "connection" }
    }
    const error = await errorOf(page, "text/html", { classify })
    expect([seen, error?.code, error?.body]).toEqual([[page], "connection", head])
  })

  it("is cut at a time that does not grow faster than it", async () => {
    const error = await errorOf(`<html>${" \n".repeat(32_000)}<b>`, "text/html")
    expect(error?.body).toBe("<html> <b>")
  })
})
