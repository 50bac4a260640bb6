import { describe, expect } from "vitest"
import { segment } from "../../../runtime/src/core/request/segment.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

function problemsOf(path: string): readonly string[] {
  const text = JSON.stringify({ name: "x", version: "1", endpoints: { a: { method: "GET", path } } })
  return (
    loadManifest(text, "a.pristine.json").errors?.map(({ code, message, fix }) => `${code} ${message} ${fix}`) ?? []
  )
}

// The variables of RFC 6570, section 3.2.
const variables = {
  var: "value",
  hello: "Hello World!",
  half: "50%",
  who: "fred",
  base: "http://example.com/home/",
  path: "/foo/bar",
  v: "6",
  x: "1024",
  y: "768",
  dub: "me/too",
} as const

describe("G81 simple expansion (RFC 6570, section 3.2.2) is what a path has", () => {
  it.each<[template: string, rfc: string]>([
    ["/{var}", "/value"],
    ["/{hello}", "/Hello%20World%21"],
    ["/{half}", "/50%25"],
    ["/O{who}X", "/OfredX"],
    ["/{who}", "/fred"],
    ["/{base}", "/http%3A%2F%2Fexample.com%2Fhome%2F"],
    ["/{path}/here", "/%2Ffoo%2Fbar/here"],
    ["/{v}/{x}", "/6/1024"],
    ["/{x},{y}", "/1024,768"],
    ["/{x}.{y}", "/1024.768"],
    ["/{x}{y}", "/1024768"],
    ["/a;x={x}", "/a;x=1024"],
    ["/{var}/{var}", "/value/value"],
    ["/~{who}/", "/~fred/"],
    ["/{dub}", "/me%2Ftoo"],
    ["/%7B{var}%7D", "/%7Bvalue%7D"],
  ])("%s", (template, rfc) => {
    expect(problemsOf(template)).toEqual([])
    const url = template.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof variables) => segment(variables[name], name))
    // Ours leaves what RFC 3986 lets a segment hold, such as `:` and `!`: the same path in another spelling.
    expect(url.split("/").map(decodeURIComponent)).toEqual(rfc.split("/").map(decodeURIComponent))
    expect(new URL(`https://e.test${url}`).pathname).toBe(url)
  })

  it.each(["x", "x_y", "x-y", "x.y", "$x", "_x", "x1", "é", "petId", "pet_id", "X"])("{%s} is a parameter", (name) => {
    expect(problemsOf(`/{${name}}`)).toEqual([])
  })
})

describe("G81 every other expression of RFC 6570 is refused", () => {
  it.each([
    // Level 2
    ...["/{+var}", "/{+hello}", "/{+path}/here", "/here?ref={+path}", "/X{#var}", "/X{#hello}"],
    // Level 3
    ...[
      "/map?{x,y}",
      "/{x,hello,y}",
      "/{+x,hello,y}",
      "/{+path,x}/here",
      "/{#x,hello,y}",
      "/{#path,x}/here",
      "/X{.var}",
    ],
    ...["/X{.x,y}", "{/var}", "{/var,x}/here", "/a{/var}", "/a{/var,x}/here", "/a{;x,y}", "/a{;x,y,empty}", "/a{?x,y}"],
    ...["/a{?x,y,empty}", "/?fixed=yes{&x}", "/a{&x,y,empty}"],
    // Level 4
    ...["/{var:3}", "/{var:30}", "/{list*}", "/{keys*}", "/{+path:6}/here", "/{+list*}", "/{#path:6}/here"],
    ...["/{#list*}", "/X{.var:3}", "/X{.list*}", "/a{/var:1,var}", "/a{/list*}", "/a{/list*,path:4}", "/a{;hello:5}"],
    ...["/a{;list*}", "/a{;keys*}", "/a{?var:3}", "/a{?list*}", "/a{?keys*}", "/a{&var:3}", "/a{&keys*}"],
    // Reserved operators, and what RFC 6570 itself refuses
    ...[
      "/{=path}",
      "/{,x}",
      "/{!hello}",
      "/{@x}",
      "/{|var*}",
      "/{id*",
      "/id*}",
      "/{/?id}",
      "/{var:prefix}",
      "/{hello:2*}",
    ],
    ...["/{??hello}", "/{with space}", "/{ leading_space}", "/{trailing_space }", "/{*keys?}", "/{?empty=default,var}"],
    ...["/{var}{-prefix|/-/|var}", "/?q={searchTerms}&amp;c={example:color?}", "/x{?empty|foo=none}", "/h{#hello+}"],
    ...["/h#{hello+}", "/{keys:1}", "/{+keys:1}", "/{;keys:1*}", "/?{-join|&|var,list}", "/people/{~thing}"],
    ...[
      "/sparql{?query,default-graph-uri}",
      "/sparql{?query){&default-graph-uri*}",
      "/resolution{?x, y}",
      "/{}",
      "/{{x}}",
    ],
    ...[
      "/{x",
      "/x}",
      "/}{",
      "/{x}}",
      "/{{x}",
      "/{x}{",
      "/{1x}",
      "/{.}",
      "/{..}",
      "/{x}?y={y}",
      "/{x}#{y}",
      "/{x\u0000}",
    ],
    ...[
      "/{x\n}",
      "/{x\u202e}",
      "/{x/y}",
      "/{x?}",
      "/{x+}",
      "/{x=1}",
      "/{x:int}",
      "/{x:.*}",
      "/:x",
      "/<x>",
      "/{*x}",
      "/[x]",
    ],
    ...["/{x|y}", "/{...x}", "/{x}/../y", "/${x} y"],
  ])("%j", (path) => {
    const problems = problemsOf(path)
    expect(problems.join("\n")).toMatch(/^PRISTINE_M040[0-9] /)
    // One problem tells all: nothing follows from a path that cannot be read.
    expect(problems).toHaveLength(1)
    expect(problems[0]).not.toMatch(/[\u0000-\u001f\u202e]/)
  })
})
