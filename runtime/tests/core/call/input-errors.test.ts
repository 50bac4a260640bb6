import { describe, expect } from "vitest"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Pairs } from "../../../src/core/client/scope.ts"
import { segment, segments } from "../../../src/core/request/segment.ts"
import { headerList } from "../../../src/core/request/header-style.ts"
import { commaJoined, deepObject, formExplode } from "../../../src/core/request/query-style.ts"
import { it } from "../../test.ts"
import { bench, json, postSpec, rejection, schemaOf, spec, type SpecOver } from "../fixture.ts"

const half = "\ud800"

/** What JavaScript may give where a manifest says otherwise, and the build left validation out. */
const wrong = (value: unknown): never => value as never

interface Row {
  readonly spec: SpecOver
  readonly options?: CallOptions
  readonly variable: string
}

const rows: Readonly<Record<string, Row>> = {
  "a value of another type": { spec: { input: schemaOf(() => false) }, variable: "/petId should be number" },
  "a path parameter that is missing": {
    spec: { path: () => segment(undefined, "petId") },
    variable: '"petId" is missing',
  },
  "an empty path parameter": { spec: { path: () => segment("", "petId") }, variable: '"petId" is empty' },
  "an object in the path": { spec: { path: () => segment({}, "petId") }, variable: '"petId" must be text' },
  "a dot segment": { spec: { path: () => segments("a/..", "file") }, variable: '"file" is a dot segment' },
  "half a character in the path": {
    spec: { path: () => segment(half, "petId") },
    variable: '"petId" is not well-formed',
  },
  "an object in the query": { spec: { query: () => [["tag", wrong({})]] }, variable: '"tag" must be text' },
  "half a character in the query": { spec: { query: () => [["tag", half]] }, variable: '"tag" is not well-formed' },
  "an item of a list": { spec: { query: () => formExplode("ids", [{}]) }, variable: '"ids" must be text' },
  "an item of a joined list": {
    spec: { query: () => pair("ids", commaJoined([{}], "ids")) },
    variable: '"ids" must be text',
  },
  "a member of an object": {
    spec: { query: () => deepObject("where", { a: wrong(() => 1) }) },
    variable: '"where[a]" must be',
  },
  "an object in a header": { spec: { headers: () => [["X-Tag", wrong({})]] }, variable: "Header X-Tag must be text" },
  "an item of a header": {
    spec: { headers: () => pair("X-Tags", headerList([{}], "X-Tags")) },
    variable: "header X-Tags must",
  },
  "a header that frames the message": { spec: {}, options: { headers: { Host: "a" } }, variable: "Header Host" },
  "a timeout": { spec: {}, options: { timeout: -1 }, variable: "Timeout attemptMs" },
  attempts: { spec: {}, options: { retry: { maxAttempts: 0 } }, variable: "`retry.maxAttempts`" },
  "a key that is not sent": { spec: {}, options: { idempotencyKey: "k" }, variable: "idempotency key" },
}

function pair(name: string, value: Pairs[number][1]): Pairs {
  return [[name, value]]
}

describe("an error of the input", () => {
  it.each(Object.entries(rows))(
    "names the operation and the variable: %s",
    async (_, { spec: over, options, variable }) => {
      const { client, transport } = bench([])
      const error = (await rejection(defineOperation(() => spec(over))({}, { client, ...options }))) as Error
      expect(error).toMatchObject({ code: "input" })
      expect(error.message).toMatch(/^(?:get_pet: |The input of get_pet )/)
      expect(error.message.match(/get_pet/g)).toHaveLength(1)
      expect(error.message).toContain(variable)
      expect([error.stack?.split("\n")[0], transport.requests]).toEqual([`PristineError: ${error.message}`, []])
    },
  )

  it("names them also for a request that is not sent", async () => {
    const { client } = bench([])
    const get = defineOperation(() => spec({ path: () => segment("", "petId") }))
    expect(await rejection(get.request({}, { client }))).toMatchObject({
      message: 'get_pet: Path parameter "petId" is empty',
    })
  })

  it("names the operation of a body that cannot be written", async () => {
    const { client } = bench([])
    const add = defineOperation(() =>
      postSpec({ body: { encode: () => 1n, writer: { ...json, write: () => raise() } } }),
    )
    expect(await rejection(add({}, { client }))).toMatchObject({
      code: "input",
      message: "add_pet: The call could not be made",
    })
  })
})

function raise(): never {
  throw new TypeError("A BigInt has no JSON")
}
