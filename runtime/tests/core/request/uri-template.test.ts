import { describe, expect } from "vitest"
import type { Pairs } from "../../../src/core/client/scope.ts"
import { encodeQuery } from "../../../src/core/request/encode-query.ts"
import { headerList, headerMembers } from "../../../src/core/request/header-style.ts"
import { allowReserved, commaJoined, formExplode } from "../../../src/core/request/query-style.ts"
import { segment, segments } from "../../../src/core/request/segment.ts"
import { it } from "../../test.ts"

/** Variables of RFC 6570, section 3.2. */
const given = {
  base: "http://example.com/home/",
  dub: "me/too",
  empty: "",
  half: "50%",
  hello: "Hello World!",
  keys: { semi: ";", dot: ".", comma: "," },
  list: ["red", "green", "blue"],
  path: "/foo/bar",
  undef: undefined,
  v: "6",
  var: "value",
  who: "fred",
  x: "1024",
  y: "768",
} as const
type Name = keyof typeof given

/** Characters that RFC 6570 escapes where RFC 3986 lets them stand in a segment: to a server they are the same. */
const optional = /%(?:21|24|26|27|28|29|2A|2B|2C|3A|3B|3D|40)/g
const plain = (text: string): string => text.replace(optional, decodeURIComponent)

const one = (name: Name): string => segment(given[name], name)
const exploded = (...names: readonly Name[]): Pairs => names.flatMap((name) => formExplode(name, given[name]))
const joined = (name: Name): Pairs => [[name, commaJoined(given[name], name)]]
const query = (...parts: readonly Pairs[]): string => encodeQuery(parts.flat())
const fixed: Pairs = [["fixed", "yes"]]

describe("G81 an expression of RFC 6570, by what a manifest offers for it", () => {
  it.each<[section: string, expression: string, ours: () => string, expansion: string]>([
    ["3.2.2 a simple path parameter", "{var}", () => one("var"), "value"],
    ["3.2.2 a simple path parameter", "{hello}", () => one("hello"), "Hello%20World%21"],
    ["3.2.2 a simple path parameter", "{half}", () => one("half"), "50%25"],
    [
      "3.2.2 a simple path parameter",
      "{base}index",
      () => `${one("base")}index`,
      "http%3A%2F%2Fexample.com%2Fhome%2Findex",
    ],
    ["3.2.2 several in one segment", "map?{x},{y}", () => `map?${one("x")},${one("y")}`, "map?1024,768"],
    [
      "3.2.2 several in one segment",
      "{x,hello,y}",
      () => ["x", "hello", "y"].map((n) => one(n as Name)).join(","),
      "1024,Hello%20World%21,768",
    ],
    ["3.2.2 a simple header", "{list}", () => headerList(given.list, "A") ?? "", "red,green,blue"],
    ["3.2.2 a simple header, exploded", "{list*}", () => headerMembers(given.list, "A") ?? "", "red,green,blue"],
    ["3.2.2 a simple header", "{keys}", () => headerList({ semi: "a", dot: "." }, "A") ?? "", "semi,a,dot,."],
    [
      "3.2.2 a simple header, exploded",
      "{keys*}",
      () => headerMembers({ semi: "a", dot: "." }, "A") ?? "",
      "semi=a,dot=.",
    ],
    ["3.2.3 segments", "/{+path}/here", () => `/${segments("foo/bar", "path")}/here`, "/foo/bar/here"],
    [
      "3.2.3 segments",
      "up/{+path}{var}/here",
      () => `up/${segments("foo/bar", "path")}${one("var")}/here`,
      "up/foo/barvalue/here",
    ],
    [
      "3.2.3 allowReserved",
      "here?ref={+path}",
      () => `here?${query(allowReserved([["ref", given.path]]))}`,
      "here?ref=/foo/bar",
    ],
    ["3.2.3 allowReserved", "?a={+hello}", () => `?${query(allowReserved([["a", given.hello]]))}`, "?a=Hello%20World!"],
    ["3.2.3 allowReserved", "?a={+half}", () => `?${query(allowReserved([["a", given.half]]))}`, "?a=50%25"],
    [
      "3.2.3 allowReserved",
      "?a={+base}",
      () => `?${query(allowReserved([["a", given.base]]))}`,
      "?a=http://example.com/home/",
    ],
    ["3.2.3 allowReserved", "?a={+empty}", () => `?${query(allowReserved([["a", given.empty]]))}`, "?a="],
    ["3.2.5 a point before a simple one", "{.who}", () => `.${one("who")}`, ".fred"],
    ["3.2.5 a point before a simple one", "{.who,who}", () => `.${one("who")}.${one("who")}`, ".fred.fred"],
    ["3.2.5 a point before a simple one", "{.half,who}", () => `.${one("half")}.${one("who")}`, ".50%25.fred"],
    ["3.2.5 a point before a simple one", "X{.var}", () => `X.${one("var")}`, "X.value"],
    ["3.2.6 a slash before a simple one", "{/who}", () => `/${one("who")}`, "/fred"],
    ["3.2.6 a slash before a simple one", "{/half,who}", () => `/${one("half")}/${one("who")}`, "/50%25/fred"],
    ["3.2.6 a slash before a simple one", "{/who,dub}", () => `/${one("who")}/${one("dub")}`, "/fred/me%2Ftoo"],
    ["3.2.6 a slash before a simple one", "{/var,x}/here", () => `/${one("var")}/${one("x")}/here`, "/value/1024/here"],
    ["3.2.6 segments of a list", "{/list*}", () => `/${segments(given.list, "list")}`, "/red/green/blue"],
    ["3.2.6 segments of a list", "{/list*} with a slash in it", () => `/${segments(["a/b", "c"], "list")}`, "/a%2Fb/c"],
    ["3.2.7 a name before a simple one", "{;who}", () => `;who=${one("who")}`, ";who=fred"],
    ["3.2.7 a name before a simple one", "{;half}", () => `;half=${one("half")}`, ";half=50%25"],
    ["3.2.7 a name before a simple one", "{;x,y}", () => `;x=${one("x")};y=${one("y")}`, ";x=1024;y=768"],
    ["3.2.8 form", "{?who}", () => `?${query(exploded("who"))}`, "?who=fred"],
    ["3.2.8 form", "{?half}", () => `?${query(exploded("half"))}`, "?half=50%25"],
    ["3.2.8 form", "{?x,y}", () => `?${query(exploded("x", "y"))}`, "?x=1024&y=768"],
    ["3.2.8 form", "{?x,y,empty}", () => `?${query(exploded("x", "y", "empty"))}`, "?x=1024&y=768&empty="],
    ["3.2.8 form", "{?x,y,undef}", () => `?${query(exploded("x", "y", "undef"))}`, "?x=1024&y=768"],
    ["3.2.8 form", "{?undef}", () => query(exploded("undef")), ""],
    ["3.2.8 form, not exploded", "{?list}", () => `?${query(joined("list"))}`, "?list=red,green,blue"],
    ["3.2.8 form, exploded", "{?list*}", () => `?${query(exploded("list"))}`, "?list=red&list=green&list=blue"],
    ["3.2.8 form, not exploded", "{?keys}", () => `?${query(joined("keys"))}`, "?keys=semi,%3B,dot,.,comma,%2C"],
    ["3.2.8 form, exploded", "{?keys*}", () => `?${query(exploded("keys"))}`, "?semi=%3B&dot=.&comma=%2C"],
    ["3.2.8 form, not exploded, empty", "{?empty_list}", () => query([["a", commaJoined([], "a")]]), ""],
    ["3.2.8 form, exploded, empty", "{?empty_keys*}", () => query(formExplode("a", {})), ""],
    ["3.2.9 form after a constant", "?fixed=yes{&x}", () => `?${query(fixed, exploded("x"))}`, "?fixed=yes&x=1024"],
    [
      "3.2.9 form after a constant",
      "?fixed=yes{&x,y,empty}",
      () => `?${query(fixed, exploded("x", "y", "empty"))}`,
      "?fixed=yes&x=1024&y=768&empty=",
    ],
    [
      "3.2.9 form after a constant",
      "?fixed=yes{&x,y,undef}",
      () => `?${query(fixed, exploded("x", "y", "undef"))}`,
      "?fixed=yes&x=1024&y=768",
    ],
    [
      "3.2.9 form, not exploded",
      "?fixed=yes{&list}",
      () => `?${query(fixed, joined("list"))}`,
      "?fixed=yes&list=red,green,blue",
    ],
    [
      "3.2.9 form, exploded",
      "?fixed=yes{&list*}",
      () => `?${query(fixed, exploded("list"))}`,
      "?fixed=yes&list=red&list=green&list=blue",
    ],
    [
      "3.2.9 form, not exploded",
      "?fixed=yes{&keys}",
      () => `?${query(fixed, joined("keys"))}`,
      "?fixed=yes&keys=semi,%3B,dot,.,comma,%2C",
    ],
    [
      "3.2.9 form, exploded",
      "?fixed=yes{&keys*}",
      () => `?${query(fixed, exploded("keys"))}`,
      "?fixed=yes&semi=%3B&dot=.&comma=%2C",
    ],
  ])("section %s: %s", (section, _, ours, expansion) => {
    const spelled = /^3\.2\.[89]/.test(section) ? String : plain
    expect(spelled(ours())).toBe(spelled(expansion))
  })

  it.each<[expression: string, why: string, ours: () => unknown]>([
    ["{empty}", "another endpoint would answer", () => one("empty")],
    ["{undef}", "another endpoint would answer", () => one("undef")],
    ["{list}", "a segment is one value", () => segment(given.list, "list")],
    ["{keys}", "a segment is one value", () => segment(given.keys, "keys")],
    ["{+path} with its slash", "an empty segment is another endpoint", () => segments(given.path, "path")],
    ["{+base}", "a value would choose its host or path", () => segments(given.base, "base")],
    ["{/keys*}", "a segment is one value", () => segments([given.keys], "keys")],
  ])("%s is refused: %s", (_, __, ours) => {
    expect(ours).toThrow(expect.objectContaining({ code: "input" }))
  })

  it.each([
    ["#", "%23", "it would begin a fragment, which is not sent"],
    ["&", "%26", "it would begin another parameter"],
    ["+", "%2B", "a server may read it as a space"],
  ])("allowReserved escapes %s as %s: %s", (character, escaped) => {
    expect(query(allowReserved([["a", character]]))).toBe(`a=${escaped}`)
  })
})
