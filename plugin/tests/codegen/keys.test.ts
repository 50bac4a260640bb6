import { describe, expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, run } from "./run-generated.ts"

const types = {
  Pet: { fields: { id: "integer", tags: { type: "array", items: "string" }, owner: "Owner" } },
  Owner: { fields: { name: "string" } },
  Tree: { fields: { children: { type: "array", items: "Tree" } } },
}
const sending = (it: unknown) =>
  modelOf({
    base_url: "https://x.test",
    types,
    endpoints: { send: { method: "POST", path: "/in", request: { fields: { it } } } },
  })

/** What only the key of every input links. */
const wide = "has no text"

describe("the key of an operation links what its input needs", () => {
  it.each<[name: string, field: unknown, isPlain: boolean]>([
    ["text", "string", true],
    ["a list", { type: "array", items: "integer" }, true],
    ["a type with a type in it", "Pet", true],
    ["an integer as a bigint", { type: "integer", codec: "bigint" }, true],
    ["any value", "any", false],
    ["bytes", { type: "string", codec: "bytes" }, false],
    ["a type that contains itself", "Tree", false],
  ])("%s", async (_, field, isPlain) => {
    const code = await bundle(sending(field), 'import api from "api"\nconsole.log(api.send)')
    expect(code.includes(wide)).toBe(!isPlain)
  })

  it.each([
    ["bytes", "new Uint8Array([1])", "!Uint8Array:1"],
    ["a Blob", 'new Blob(["1"])', "An input with a circle, a file or a stream has no key"],
    ["a File", 'new File(["1"], "a")', "An input with a circle, a file or a stream has no key"],
    [
      "a file on a disk",
      '{ name: "a", stream: () => new ReadableStream() }',
      "An input with a circle, a file or a stream has no key",
    ],
  ])("of a file that is %s", async (_, file, want) => {
    const upload = modelOf({
      base_url: "https://x.test",
      endpoints: {
        send: { method: "POST", path: "/in", content_type: "multipart/form-data", request: { fields: { it: "file" } } },
      },
    })
    const entry = `import api from "api"
let text
try { text = JSON.stringify(api.send.key({ it: ${file} })) } catch (error) { text = error.message }
export { text }`
    expect((await run(upload, entry)).text).toContain(want)
  })

  it.each([
    ["bytes", { type: "string", codec: "bytes" }, "new Uint8Array([1, 2])", "new Uint8Array([1, 3])"],
    ["dates under any value", "any", "new Date(1)", "new Date(2)"],
    ["maps under any value", "any", "new Map([[1, 2]])", "new Map([[1, 3]])"],
  ])("and tells inputs apart by their %s", async (_, field, one, other) => {
    const entry = `import api from "api"\nexport const keys = [${one}, ${one}, ${other}].map((it) => api.send.key({ it })[1])`
    const { keys } = await run(sending(field), entry)
    const [first, same, different] = keys as string[]
    expect(same).toBe(first)
    expect(different).not.toBe(first)
  })
})
