import { expect } from "vitest"
import { catalogue, reasons } from "../../src/diagnostics/index.ts"
import { it } from "../test.ts"
import { run } from "./start-cli.ts"

it.each(["PRISTINE_M0101", "M0101", "pristine_m0101"])("says why %s is there", async (code) => {
  expect(await run(["explain", code], ".")).toEqual({
    code: 0,
    out: `PRISTINE_M0101 error\n${reasons.PRISTINE_M0101}`,
    err: "",
  })
})

it("explains several, as JSON", async () => {
  const { out } = await run(["explain", "M0508", "B0201", "--json"], ".")
  expect(JSON.parse(out)).toEqual([
    { code: "PRISTINE_M0508", severity: "warning", why: reasons.PRISTINE_M0508 },
    { code: "PRISTINE_B0201", severity: "error", why: reasons.PRISTINE_B0201 },
  ])
})

it("explains all codes where none is given, in colours where it may", async () => {
  const { out } = await run(["explain"], ".", { outColor: true })
  expect([...out.matchAll(/PRISTINE_\w+/g)].map(([code]) => code)).toEqual(Object.keys(catalogue).sort())
  expect(out).toContain("\u001b[31merror\u001b[0m")
})

it("names the code that was probably meant", async () => {
  const { code, err } = await run(["explain", "M01011"], ".")
  expect([code, err]).toEqual([2, expect.stringMatching(/There is no such code\. Did you mean PRISTINE_M0101\?/)])
})

it("has one sentence for every code, and no sentence twice", () => {
  expect(Object.keys(reasons).sort()).toEqual(Object.keys(catalogue).sort())
  const sentences = Object.values(reasons)
  expect(sentences.filter((text) => !/^[A-Z][^.]{20,}\.$/.test(text))).toEqual([])
  expect(new Set(sentences).size).toBe(sentences.length)
})
