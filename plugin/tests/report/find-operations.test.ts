import { expect } from "vitest"
import { findOperations, operationMark } from "../../src/report/find-operations.ts"
import { it } from "../test.ts"

it.each<[name: string, code: string, want: readonly string[]]>([
  ["generated code", `({\n  service,\n  id: "a_b",\n  method: "GET",\n  route: "/a",\n})`, ["a_b"]],
  [
    "minified code",
    `d(()=>({service:s,id:"a",method:"GET",route:"/a"})),d(()=>({service:s,id:"b",method:"PUT",route:"/"}))`,
    ["a", "b"],
  ],
  ["templates in place of texts", "({service:s,id:`a`,method:`GET`,route:`/a`})", ["a"]],
  ["single quotes", `({id:'a',method:'GET',route:'/a'})`, ["a"]],
  ["code within eval", String.raw`eval("({\n  id: \"a\",\n  method: \"GET\",\n  route: \"/a\"})")`, ["a"]],
  ["quotes in an id", String.raw`({id:"say \"hi\"",method:"GET",route:"/a"})`, ['say "hi"']],
  ["letters as escapes", String.raw`({id:"caf\xe9 \u00e9 \u{1f600}",method:"GET",route:"/a"})`, ["café é 😀"]],
  ["an object that is like one", `({id:"a",method:"GET",path:"/a"})`, []],
  ["a text that ends early", `({id:"a" + b,method:"GET",route:"/a"})`, []],
])("%s", (_, code, want) => {
  expect([...findOperations(code)].map((mark) => (JSON.parse(mark) as [id: string])[0])).toEqual(want)
})

it("tells apart operations of one id, by their method and route", () => {
  const code = `({id:"a",method:"GET",route:"/a"})`
  expect([...findOperations(code)]).toEqual([operationMark({ id: "a", method: "GET", route: "/a" })])
  expect(findOperations(code).has(operationMark({ id: "a", method: "GET", route: "/b" }))).toBe(false)
})
