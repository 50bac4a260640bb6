import { describe, expect } from "vitest"
import { encodeComment } from "../../src/codegen/encode/comment.ts"
import { encodeIdentifier, isDeclarable } from "../../src/codegen/encode/identifier.ts"
import { encodeKey, encodeMember } from "../../src/codegen/encode/key.ts"
import { encodeLiteral } from "../../src/codegen/encode/literal.ts"
import { encodeRegExp } from "../../src/codegen/encode/regexp.ts"
import { encodeString } from "../../src/codegen/encode/string.ts"
import { it } from "../test.ts"
import { payloads } from "./payloads.ts"

async function evaluate(expression: string): Promise<unknown> {
  const text = `export default ${expression}`
  const module = (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`
  )) as { default: unknown }
  return module.default
}

describe("every payload", () => {
  it.each(payloads)("%s comes back from a string", async (_, payload) => {
    const code = encodeString(payload)
    expect(await evaluate(code)).toBe(payload)
    expect(code).toMatch(/^"[^<\p{Cc}\u2028\u2029\u202e\ufeff\u0085]*"$/u)
    expect(code).not.toContain("//#")
  })

  it.each(payloads)("%s comes back as a key and as a value", async (_, payload) => {
    const value = (await evaluate(`({ ${encodeKey(payload)}: 1 })`)) as object
    expect(Object.keys(value)).toEqual([payload])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    const nested = (await evaluate(encodeLiteral({ [payload]: [payload, null] }))) as object
    expect(JSON.stringify(nested)).toBe(JSON.stringify({ [payload]: [payload, null] }))
  })

  it.each(payloads)("%s reads a property", async (_, payload) => {
    const source = encodeLiteral(payload === "__proto__" ? { ["__proto__"]: 1 } : { [payload]: 1 })
    expect(await evaluate(encodeMember(`(${source})`, payload))).toBe(1)
  })

  it.each(payloads)("%s stays inside a comment", async (_, payload) => {
    const lines = encodeComment(payload)
    expect(await evaluate(`/**\n${lines.map((line) => ` * ${line}\n`).join("")} */ 7`)).toBe(7)
    expect(await evaluate(`/** ${lines.join(" ")} */ 7`)).toBe(7)
    expect(await evaluate(`7 // ${lines.join(" ")}`)).toBe(7)
    const text = lines.join("\n")
    for (const forbidden of ["*/", "//#", "//@", "</", "<!", "@__PURE__ ", "\u2028", "\u202e", "\u0000"]) {
      expect(text.replace(/\\@/g, "")).not.toContain(forbidden)
    }
  })

  it.each(payloads)("%s makes a regular expression or a SyntaxError", async (_, payload) => {
    let code: string
    try {
      code = encodeRegExp(payload)
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError)
      return
    }
    expect(((await evaluate(code)) as RegExp).source).toBe(new RegExp(payload).source)
  })

  it.each(payloads)("%s is no identifier unless it is a plain name", (_, payload) => {
    if (
      /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(payload) &&
      !["__proto__", "prototype", "then"].includes(payload)
    ) {
      expect(encodeIdentifier(payload)).toBe(payload)
    } else {
      expect(() => encodeIdentifier(payload)).toThrow(TypeError)
      expect(isDeclarable(payload) && !["prototype", "then", "__proto__"].includes(payload)).toBe(false)
    }
  })
})

describe("a regular expression", () => {
  it.each([
    ["^a$", "u"],
    ["[\\w-.]", ""],
    ["a\\-b", ""],
  ])("%s gets the flags %s", (pattern, flags) => {
    expect(encodeRegExp(pattern)).toBe(`new RegExp(${JSON.stringify(pattern)}, "${flags}")`)
  })
})

describe("a literal", () => {
  it.each<[unknown, string]>([
    [-0, "-0"],
    [1e21, "1e+21"],
    [12n, "12n"],
    [undefined, "undefined"],
    [{}, "{}"],
    [[], "[]"],
    [{ a: [1, "x"] }, '{ a: [1, "x"] }'],
  ])("%s", (value, code) => {
    expect(encodeLiteral(value)).toBe(code)
  })

  it("refuses what is no data", () => {
    expect(() => encodeLiteral(() => 1)).toThrow(TypeError)
  })
})
