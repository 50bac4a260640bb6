import { describe, expect } from "vitest"
import { parseUrl } from "../../src/values/parse-url.ts"
import { it } from "../test.ts"

describe("a text as a URL", () => {
  it.each<[text: string, base: string | undefined, href: string | undefined]>([
    ["https://zoo.test", undefined, "https://zoo.test/"],
    ["/pets?a=ü", "https://zoo.test/v1", "https://zoo.test/pets?a=%C3%BC"],
    ["/pets", undefined, undefined],
    ["https://", undefined, undefined],
    ["https://zoo.test:99999", "https://zoo.test", undefined],
  ])("%s on %s is %s", (text, base, href) => expect(parseUrl(text, base)?.href).toBe(href))

  it("G79 of an international name is one however often it is asked", () => {
    for (let times = 0; times < 10_000; times++) parseUrl("https://zoo.test")
    expect(parseUrl("https://zöö.test")?.host).toBe("xn--z-1gaa.test")
    expect(parseUrl("/höhle", "https://zoo.test")?.pathname).toBe("/h%C3%B6hle")
  })
})
